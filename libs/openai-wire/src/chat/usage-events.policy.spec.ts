import { describe, expect, it } from 'vitest';
import { withoutUsage } from './usage-events.policy.js';

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const text = event({ choices: [{ index: 0, delta: { content: '"usage":{' } }], usage: null });
const shown = (stream: string) => withoutUsage(Buffer.from(stream)).toString();

describe('withoutUsage', () => {
  it('takes out the event that holds only the usage, wherever it stands', () => {
    expect(shown(text + event({ choices: [], usage }) + 'data: [DONE]\n\n')).toBe(`${text}data: [DONE]\n\n`);
    expect(shown('data: {"choices": [], "usage": {"prompt_tokens": 3}}\n\n')).toBe('');
  });

  it('keeps an event that brings text and usage together', () => {
    const both = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage });
    expect(shown(both)).toBe(both);
  });

  it('keeps what it cannot read', () => {
    const broken = 'data: {"choices": [], "usage":{\n\n';
    expect(shown(broken)).toBe(broken);
  });

  it('passes a piece without usage on as it is', () => {
    const piece = Buffer.from(text);
    expect(withoutUsage(piece)).toBe(piece);
  });
});
