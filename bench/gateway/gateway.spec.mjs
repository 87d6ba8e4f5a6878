import { describe, expect, it } from 'vitest';
import { ratioOf } from './rounds.mjs';
import { uniquePrompt } from './sides.mjs';

describe('gateway', () => {
  it('compares the rounds pair by pair', () => {
    expect(ratioOf({ rates: [50, 10, 90] }, { rates: [100, 40, 100] })).toBe(0.5);
  });

  it('sends about 1 KB that was never sent before, as valid JSON', () => {
    const side = { path: '/v1/chat/completions', headers: {}, model: 'mock' };
    const [request, other] = [uniquePrompt(side, { stream: true }), uniquePrompt(side)];
    const bodies = [request(), request(), other()].map(({ body }) => JSON.parse(body));
    expect(bodies[0]).toMatchObject({ model: 'mock', stream: true });
    const prompts = bodies.map(({ messages }) => messages[0].content);
    expect(prompts.map(({ length }) => length)).toEqual([1_024, 1_024, 1_024]);
    expect(new Set(prompts).size).toBe(3);
  });
});
