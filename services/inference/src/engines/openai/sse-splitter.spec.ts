import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataOf, SseSplitter } from './sse-splitter.js';

describe('SseSplitter', () => {
  it('finds the same events however the network cuts them', () => {
    const data = fc.array(
      fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify({ text })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(data, fc.constantFrom('\n\n', '\r\n\r\n'), fc.integer({ min: 1, max: 40 }), (events, end, size) => {
        const bytes = Buffer.from(events.map((event) => `data: ${event}${end}`).join(''));
        const splitter = new SseSplitter();
        const found: string[] = [];
        for (let at = 0; at < bytes.length; at += size) {
          const whole = splitter.push(bytes.subarray(at, at + size));
          if (whole) found.push(...dataOf(whole));
        }
        expect(found).toEqual(events);
      }),
    );
  });

  it('skips comments', () => {
    expect(dataOf(Buffer.from(': ping\n\ndata: 1\n\n'))).toEqual(['1']);
  });
});
