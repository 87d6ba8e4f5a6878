import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventReader, eventsOf, readEvents } from './event-reader.js';

const STREAM = Buffer.from(
  'data: {"a":"é😀"}\n\n: comment\n\nevent: delta\r\ndata: one\r\ndata:two\r\n\r\nevent: x\n\ndata: [DONE]\n\ndata: rest',
);
const EVENTS = [
  ['message', '{"a":"é😀"}'],
  ['delta', 'one\ntwo'],
  ['message', '[DONE]'],
];

describe('EventReader', () => {
  it('reads the same events however the stream is cut, also inside a character', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
        const at = [0, ...cuts.sort((left, right) => left - right), STREAM.length];
        const reader = new EventReader();
        const events = at.slice(1).flatMap((end, index) => reader.push(STREAM.subarray(at[index], end)));
        expect(events.map(({ event = 'message', data }) => [event, data])).toEqual(EVENTS);
      }),
    );
  });
});

it('reads a text at once', () => {
  expect(readEvents('data: 1\n\ndata: 2\n\n').map(({ data }) => data)).toEqual(['1', '2']);
});

it('reads a body as it comes, and closes it when nobody reads on', async () => {
  let isClosed = false;
  async function* body() {
    try {
      for (let index = 0; ; index++) yield Buffer.from(`data: ${index}\n\n`);
    } finally {
      isClosed = true;
    }
  }
  for await (const { data } of eventsOf(body())) if (data === '2') break;
  expect(isClosed).toBe(true);
});
