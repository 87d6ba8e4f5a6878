import { describe, expect, it } from 'vitest';
import { readPiece } from './raw-events.policy.js';

const event = (value: unknown, end = '\n\n') => `data: ${typeof value === 'string' ? value : JSON.stringify(value)}${end}`;
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] });
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const usageOnly = { choices: [], usage };
const read = (text: string, showUsage = false) => {
  const { bytes, isLast: _isLast, isFinished: _isFinished, ...rest } = readPiece(Buffer.from(text), showUsage);
  return { text: bytes.toString(), ...rest };
};

describe('readPiece', () => {
  it('passes on what speaks of nothing special, without a copy', () => {
    const bytes = Buffer.from(event(delta('Hello')) + event('[DONE]'));
    expect(readPiece(bytes, false)).toEqual({ bytes, isLast: true, isFinished: false });
    expect(readPiece(bytes, false).bytes).toBe(bytes);
  });

  it('knows the end of a stream from a text that speaks of it', () => {
    expect(readPiece(Buffer.from(event(delta('data: [DONE]'))), false).isLast).toBe(false);
    expect(readPiece(Buffer.from('data:[DONE]\n\n: ping\n\n'), false).isLast).toBe(true);
  });

  it.each(['\n\n', '\r\n\r\n'])('takes out the usage that nobody asked for, wherever it stands (events end with %j)', (end) => {
    const [first, hidden, last] = [event(delta('Hello'), end), event(usageOnly, end), event('[DONE]', end)];
    expect(read(first + hidden + last)).toEqual({ text: first + last, usage });
    expect(read(hidden + last)).toEqual({ text: last, usage });
    expect(read(hidden)).toEqual({ text: '', usage });
    expect(read(first + hidden + last, true)).toEqual({ text: first + hidden + last, usage });
  });

  it('keeps an event that brings text and usage together, as some engines write their last one', () => {
    const both = event({ ...delta('!'), usage });
    expect(read(event(delta('Hi')) + both)).toEqual({ text: event(delta('Hi')) + both, usage });
  });

  it('reads usage with a space before it, as Python writes JSON', () => {
    const spaced = 'data: {"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}\n\n';
    expect(read(spaced + event('[DONE]'))).toEqual({ text: event('[DONE]'), usage });
  });

  it('is not misled by text that looks like usage or an error, nor by usage that is null', () => {
    const text = event(delta('{"usage":{"prompt_tokens":1}, "error": "no"}')) + event({ ...delta('x'), usage: null });
    expect(read(text)).toEqual({ text });
  });

  it.each(['{"choices":[{"delta":{},"finish_reason":"stop"}]}', '{"choices": [{"delta": {}, "finish_reason": "stop"}]}'])(
    'knows the end of an answer: %s',
    (last) => {
      expect(readPiece(Buffer.from(event(last)), false)).toMatchObject({ isLast: false, isFinished: true });
      expect(readPiece(Buffer.from(event(delta('"finish_reason":"stop"'))), false).isFinished).toBe(false);
    },
  );

  it('cuts where the engine reports an error, and says what it was', () => {
    const told = read(event(delta('Hel')) + event({ error: { message: 'out of memory' } }) + event('[DONE]'));
    expect(told.text).toBe(event(delta('Hel')));
    expect(told.failure).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('out of memory') });
  });

  it('passes on a comment that holds a mark', () => {
    const text = `: "error" is only a word here\n\n${event(delta('Hi'))}`;
    expect(read(text).text).toBe(text);
  });
});
