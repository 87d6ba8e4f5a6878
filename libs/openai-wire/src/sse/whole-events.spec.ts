import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEvents } from './event-reader.js';
import { eventsWith, WholeEvents } from './whole-events.js';

const STREAM = Buffer.from(
  'data: {"a":"é"}\n\n: comment\n\ndata: one\r\ndata:two\r\n\r\nevent: x\n\ndata: three\rdata: four\r\rdata: [DONE]\n\nrest',
);
const eachEvent = (piece: Buffer, pattern = /[^]/g) => [...eventsWith(piece, pattern)].map(([start, end]) => piece.subarray(start, end));
const EVENTS = [
  'data: {"a":"é"}\n\n',
  ': comment\n\n',
  'data: one\r\ndata:two\r\n\r\n',
  'event: x\n\n',
  'data: three\rdata: four\r\r',
  'data: [DONE]\n\n',
];

describe('WholeEvents', () => {
  it('keeps every byte and gives whole events only, however the stream is cut into packets', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
        const at = [0, ...cuts.sort((left, right) => left - right), STREAM.length];
        const whole = new WholeEvents();
        const pieces = at.slice(1).flatMap((end, index) => whole.push(STREAM.subarray(at[index], end)) ?? []);
        expect(Buffer.concat([...pieces, whole.rest()])).toEqual(STREAM);
        expect(pieces.flatMap((piece) => eachEvent(piece).map(String))).toEqual(EVENTS);
      }),
    );
  });

  it('passes a packet of whole events on without a copy', () => {
    const packet = Buffer.from('data: 1\n\ndata: 2\n\n');
    expect(new WholeEvents().push(packet)).toBe(packet);
  });

  it('gives an event as soon as its empty line is there', () => {
    const whole = new WholeEvents();
    expect(whole.push(Buffer.from('data: 1\n'))).toBeUndefined();
    expect(whole.push(Buffer.from('\ndata: 2'))?.toString()).toBe('data: 1\n\n');
    expect(whole.rest().toString()).toBe('data: 2');
  });

  it('takes time in proportion to an event that comes in many packets', () => {
    const whole = new WholeEvents();
    const packet = Buffer.from(`data: ${'x'.repeat(58)}`);
    for (let index = 0; index < 200_000; index++) whole.push(packet);
    expect(whole.push(Buffer.from('\n\n'))).toHaveLength(200_000 * 64 + 2);
  });
});

it('sees the same events as a reader does', () => {
  const cut = eachEvent(STREAM).map((event) => readEvents(event.toString()).map(({ data }) => data));
  expect(cut).toEqual([['{"a":"é"}'], [], ['one\ntwo'], [], ['three\nfour'], ['[DONE]'], []]);
});

it('gives each event that holds a pattern once, whichever ends the events have', () => {
  expect(eachEvent(STREAM, /data: (?:one|three|four)|DONE/g).map(String)).toEqual([EVENTS[2], EVENTS[4], EVENTS[5]]);
  expect(eachEvent(STREAM, /a|rest/g).map(String)).toEqual([EVENTS[0], EVENTS[2], EVENTS[4], EVENTS[5], 'rest']);
  expect(eachEvent(STREAM, /nowhere/g)).toEqual([]);
});
