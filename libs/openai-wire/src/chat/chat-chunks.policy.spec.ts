import { expect, it } from 'vitest';
import { sseEvent } from '../sse/event-text.js';
import { readEvents } from '../sse/event-reader.js';
import { ChatChunks } from './chat-chunks.policy.js';
import { chatCompletion } from './chat-completion.policy.js';
import { readChunk } from './read-chunk.policy.js';
import { readCompletion } from './read-completion.policy.js';
import { assembleCalls } from './tool-calls.policy.js';

const head = { id: 'chatcmpl-1', created: 1, model: 'm' };
const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const toolCalls = [{ id: 'call_1', type: 'function' as const, function: { name: 'weather', arguments: '{"city":"Paris"}' } }];

it('writes a stream that its own reader reads back', () => {
  const chunks = new ChatChunks(head, true);
  const parts = [chunks.opening(), chunks.text('Pa'), chunks.text('ris'), chunks.closing('tool_calls', toolCalls), chunks.usage(usage)];
  const read = readEvents(parts.map((part) => sseEvent(part ?? {})).join('')).map(({ data }) => readChunk(data));
  expect(read.map(({ content }) => content).join('')).toBe('Paris');
  expect(read.map(({ finishReason }) => finishReason).filter(Boolean)).toEqual(['tool_calls']);
  expect(assembleCalls(read.flatMap((chunk) => chunk.toolCalls))).toEqual(toolCalls);
  expect(read.at(-1)).toMatchObject({ usage, isUsageOnly: true });
  expect(parts.slice(0, -1).every((part) => part?.usage === null)).toBe(true);
});

it('says nothing of usage to those who did not ask', () => {
  const chunks = new ChatChunks(head, false);
  expect(chunks.usage(usage)).toBeUndefined();
  expect(chunks.text('x')).not.toHaveProperty('usage');
});

it('writes a whole completion, whose content is null beside tool calls', () => {
  const completion = chatCompletion(head, { content: '', finishReason: 'tool_calls', usage, toolCalls });
  expect(completion.choices[0]?.message).toEqual({ role: 'assistant', content: null, refusal: null, tool_calls: toolCalls });
  expect(readCompletion(JSON.stringify(completion))).toEqual({ usage });
});

it.each(['<html>', '[]', '{"choices":[]}', '{"choices":[{}]}', 'null'])('takes %s for no completion', (body) => {
  expect(() => readCompletion(body)).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
});

it('reads what a first token could have been, where an engine tells', () => {
  const top_logprobs = [
    { token: 'yes', logprob: -0.1, bytes: [121] },
    { token: ' Yes', logprob: -2.5, bytes: null },
  ];
  const choice = { delta: { content: 'yes' }, logprobs: { content: [{ token: 'yes', logprob: -0.1, top_logprobs }] } };
  expect(readChunk(JSON.stringify({ choices: [choice] })).choices).toEqual([
    { text: 'yes', logprob: -0.1 },
    { text: ' Yes', logprob: -2.5 },
  ]);
  expect(readChunk('{"choices":[{"delta":{},"logprobs":null}]}').choices).toBeUndefined();
});

it('fails with the reason that an engine gives in its stream', () => {
  expect(() => readChunk('{"error":{"message":"out of memory"}}')).toThrow(/out of memory/);
});
