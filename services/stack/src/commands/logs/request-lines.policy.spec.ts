import { expect, it } from 'vitest';
import { inOrder, requestLine } from './request-lines.policy.js';

const json = (time: string, facts: object) => JSON.stringify({ time, level: 'info', service: 'cache', msg: 'message handled', ...facts });
const READABLE = '2026-03-01T10:00:00.000Z info cache: message handled subject=cache.semantic.lookup durationMs=3';

it.each([
  ['a line of JSON', ''],
  ['a line behind a container’s name', 'cache-1  | '],
  ['a line of the journal', 'Mar 01 10:00:00 host docmind[7]: '],
])('reads %s', (_what, before) => {
  const facts = { requestId: 'r-1', trace_id: 't', subject: 'cache.semantic.lookup', durationMs: 3 };
  expect(requestLine(before + json('2026-03-01T10:00:00.000Z', facts), 'r-1')).toEqual({
    at: Date.parse('2026-03-01T10:00:00.000Z'),
    text: READABLE,
  });
});

it('finds a request by its trace, and in the lines that a terminal shows', () => {
  const line = '10:00:00.000 info cache: message handled subject=cache.semantic.lookup requestId=r-1 trace_id=t-1';
  expect(requestLine(line, 't-1')).toEqual({ at: undefined, text: line });
  expect(requestLine(line, 'r-1')).toEqual({ at: undefined, text: line });
});

it('takes no line of another request, nor one that only speaks of it', () => {
  expect(requestLine(json('2026-03-01T10:00:00.000Z', { requestId: 'r-12' }), 'r-1')).toBeUndefined();
  expect(requestLine(json('2026-03-01T10:00:00.000Z', { requestId: 'r-2', reason: 'r-1 was first' }), 'r-1')).toBeUndefined();
  expect(requestLine('10:00:00.000 info cache: message handled requestId=r-12', 'r-1')).toBeUndefined();
});

it('puts lines of several services in the order of their times', () => {
  const lines = [3, 1, 2].map((second) => ({ at: second, text: String(second) }));
  expect(inOrder(lines).map(({ text }) => text)).toEqual(['1', '2', '3']);
  expect(inOrder([...lines, { at: undefined, text: '?' }]).map(({ text }) => text)).toEqual(['3', '1', '2', '?']);
});
