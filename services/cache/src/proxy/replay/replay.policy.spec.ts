import { readEvents } from '@docmind/openai-wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkReader, readCompletion } from '../upstream/chat-answer.policy.js';
import { completionOf, eventsOf, piecesOf } from './replay.policy.js';

const HEAD = { id: 'chatcmpl-1', created: 7, model: 'asked' };
const META = { upstreamModel: 'm-2026', systemFingerprint: 'fp', usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };

function readBack(events: string) {
  const reader = new ChunkReader();
  const data = readEvents(events).map((event) => event.data);
  data.forEach((text) => reader.push(text));
  return { answer: reader.answer(), chunks: data.slice(0, -1).map((text) => JSON.parse(text) as Record<string, unknown>) };
}

describe('a replay', () => {
  it('reads as the answer it was, whole or as a stream', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() !== ''),
        (text) => {
          expect(readCompletion(completionOf(text, META, HEAD))).toEqual({ text, meta: META });
          expect(readBack(eventsOf(text, META, HEAD, true)).answer).toEqual({ text, meta: META });
        },
      ),
    );
  });

  it('tells the usage of a stream to those who ask, last and alone, and null before', () => {
    const asked = readBack(eventsOf('Paris.', META, HEAD, true)).chunks;
    expect(asked.at(-1)).toMatchObject({ choices: [], usage: META.usage });
    expect(asked.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    const unasked = readBack(eventsOf('Paris.', META, HEAD, false)).chunks;
    expect(unasked.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(unasked.at(-1)).toMatchObject({
      choices: [{ delta: {}, finish_reason: 'stop' }],
      id: 'chatcmpl-1',
      created: 7,
      model: 'm-2026',
    });
  });

  it('invents nothing where the original told nothing', () => {
    expect(JSON.parse(completionOf('Paris.', {}, HEAD))).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 7,
      model: 'asked',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Paris.', refusal: null }, logprobs: null, finish_reason: 'stop' }],
    });
    expect(readBack(eventsOf('Paris.', {}, HEAD, true)).chunks.at(-1)).toMatchObject({ choices: [{ finish_reason: 'stop' }], usage: null });
  });
});

it('cuts a text into a bounded number of pieces, never inside a character', () => {
  for (const text of ['😀'.repeat(5_000), 'x'.repeat(200_000), 'a😀'.repeat(31)]) {
    const pieces = piecesOf(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces.length).toBeLessThanOrEqual(256);
    expect(pieces.every((piece) => Buffer.from(piece).toString() === piece)).toBe(true);
  }
});
