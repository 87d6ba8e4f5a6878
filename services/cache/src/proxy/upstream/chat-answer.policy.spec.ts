import { describe, expect, it } from 'vitest';
import { answerMetaOf, ChunkReader, readCompletion } from './chat-answer.policy.js';

const USAGE = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const completion = (change: object = {}, message: object = {}) =>
  JSON.stringify({
    id: 'x',
    model: 'm-2026',
    usage: USAGE,
    choices: [
      { index: 0, message: { role: 'assistant', content: 'Paris.', refusal: null, tool_calls: [], ...message }, finish_reason: 'stop' },
    ],
    ...change,
  });
const chunk = (delta: object, reason: string | null = null, more: object = {}) =>
  JSON.stringify({ id: 'x', model: 'm-2026', choices: [{ index: 0, delta, finish_reason: reason }], ...more });
const streamed = (...events: string[]) => {
  const reader = new ChunkReader();
  for (const event of events) reader.push(event);
  return reader.answer();
};

describe('an answer that may be kept', () => {
  it('is the same from a whole reply and from a stream', () => {
    const whole = readCompletion(completion());
    expect(whole).toEqual({ text: 'Paris.', meta: { upstreamModel: 'm-2026', usage: USAGE } });
    const events = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Par' }), chunk({ content: 'is.' }), chunk({}, 'stop')];
    expect(streamed(...events, JSON.stringify({ model: 'm-2026', choices: [], usage: USAGE }), '[DONE]')).toEqual(whole);
  });

  it('keeps the fingerprint, and does without usage', () => {
    expect(readCompletion(completion({ usage: undefined, system_fingerprint: 'fp' }))).toEqual({
      text: 'Paris.',
      meta: { upstreamModel: 'm-2026', systemFingerprint: 'fp' },
    });
  });
});

describe('what is never kept', () => {
  it.each([
    ['cut off', completion({ choices: [{ message: { content: 'Par' }, finish_reason: 'length' }] }), '"length"'],
    ['filtered', completion({ choices: [{ message: { content: 'Par' }, finish_reason: 'content_filter' }] }), '"content_filter"'],
    ['without an end', completion({ choices: [{ message: { content: 'Par' } }] }), '"nothing"'],
    ['two choices', completion({ choices: [{ message: {} }, { message: {} }] }), 'one choice'],
    ['a tool call', completion({}, { tool_calls: [{ id: 'c' }] }), '"tool_calls"'],
    ['a refusal', completion({}, { refusal: 'no' }), '"refusal"'],
    ['reasoning, which would be lost', completion({}, { reasoning_content: 'hm' }), '"reasoning_content"'],
    ['an empty text', completion({}, { content: '' }), 'empty'],
    ['an error with status 200', completion({ error: { message: 'x' } }), 'error'],
    ['no JSON', 'Paris', 'no chat completion'],
  ])('%s', (_what, json, why) => {
    expect(readCompletion(json)).toEqual({ why: expect.stringContaining(why) });
  });

  it.each([
    ['without [DONE]', [chunk({ content: 'Paris' }, 'stop')], '[DONE]'],
    ['cut off', [chunk({ content: 'Par' }), chunk({}, 'length'), '[DONE]'], '"length"'],
    ['with an error in it', [chunk({ content: 'Par' }), '{"error":{"message":"x"}}', '[DONE]'], 'something else'],
    ['with rubbish in it', [chunk({ content: 'Par' }), '{"cho', chunk({}, 'stop'), '[DONE]'], 'something else'],
    ['with a tool call', [chunk({ tool_calls: [{ index: 0 }] }), chunk({}, 'stop'), '[DONE]'], '"tool_calls"'],
    ['of a second choice', [JSON.stringify({ choices: [{ index: 1, delta: {} }] }), chunk({}, 'stop'), '[DONE]'], 'something else'],
  ])('a stream %s', (_what, events, why) => {
    expect(streamed(...events)).toEqual({ why: expect.stringContaining(why) });
  });
});

it('reads nothing into the meta of an entry that was stored otherwise', () => {
  expect(answerMetaOf(undefined)).toEqual({});
  expect(answerMetaOf({ usage: 'many' })).toEqual({});
});
