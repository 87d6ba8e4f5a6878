import type { ChatFrame } from '@docmind/contracts';
import { expect, it } from 'vitest';
import { ollamaWhole } from './ollama-api.policy.js';

const done = (text: string): ChatFrame => ({
  type: 'done',
  id: 'c',
  model: 'm',
  backend: 'b',
  finishReason: 'length',
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  timeToFirstTokenMs: 1,
  totalMs: 1,
  toolCalls: [{ id: 'call_0', type: 'function', function: { name: 'weather', arguments: text } }],
});

it('gives a call its arguments as an object, and says so where the model wrote none', () => {
  const called = (text: string) => ollamaWhole({ text: '' }, done(text), 'm', 'chat');
  expect(called('{"city": "Paris"}')).toMatchObject({ message: { tool_calls: [{ function: { arguments: { city: 'Paris' } } }] } });
  expect(called('')).toMatchObject({ message: { tool_calls: [{ function: { arguments: {} } }] } });
  expect(() => called('{"city": "Pa')).toThrow(
    expect.objectContaining({ code: 'UNAVAILABLE', message: expect.stringContaining('weather') }),
  );
});
