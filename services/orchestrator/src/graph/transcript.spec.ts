import { expect, it } from 'vitest';
import { MOST_CHARS, MOST_MESSAGES, MOST_TOOL_CALLS, Transcript } from './transcript.js';

it('stays bounded, and never keeps a call without its answer', () => {
  const transcript = new Transcript();
  transcript.say({ role: 'user', content: 'x'.repeat(1_000_000) });
  for (let n = 0; n < 500; n += 1) transcript.call('supervisor', 'forward_message', { n }, 'y'.repeat(10_000));
  expect(transcript.messages.length).toBeLessThanOrEqual(MOST_MESSAGES);
  expect(transcript.messages[0]).toMatchObject({ isCut: true });
  expect(Math.max(...transcript.messages.map(({ content }) => content.length))).toBe(MOST_CHARS);
  expect(transcript.leftOut).toBe(1_001 - transcript.messages.length);
  const asked = transcript.messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id }) => id));
  expect(transcript.messages.flatMap(({ toolCallId = [] }) => toolCallId)).toEqual(asked);
});

it('takes no more tool calls than it may, and counts the others', () => {
  const transcript = new Transcript();
  const record = {
    agent: 'retrieval_expert',
    tool: 't',
    arguments: '{}',
    outcome: 'done',
    result: '',
    startedAtMs: 0,
    durationMs: 1,
  } as const;
  for (let n = 0; n < 100; n += 1) transcript.called({ ...record, id: transcript.nextCallId() });
  expect([transcript.toolCalls.length, transcript.leftOut]).toEqual([MOST_TOOL_CALLS, 100 - MOST_TOOL_CALLS]);
});

it('takes the time from a handoff to the next turn for coordination', () => {
  const transcript = new Transcript(5);
  transcript.handOver('query_planner', 'the test says so');
  transcript.end('query_planner', transcript.begin());
  expect(transcript.handoffs).toMatchObject([{ to: 'query_planner', why: 'the test says so' }]);
  expect(transcript.coordinationMs).toBeGreaterThanOrEqual(5);
});
