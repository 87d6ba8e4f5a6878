import { describe, expect, it } from 'vitest';
import { byteRangeOf } from './byte-range.policy.js';

describe('byteRangeOf', () => {
  it.each([
    ['bytes=0-99', { first: 0, last: 99 }],
    ['bytes=900-', { first: 900, last: 999 }],
    ['bytes=900-5000', { first: 900, last: 999 }],
    ['bytes=-10', { first: 990, last: 999 }],
    ['bytes=-5000', { first: 0, last: 999 }],
    ['bytes=1000-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [undefined, undefined],
    ['bytes=-', undefined],
    ['bytes=9-1', undefined],
    ['bytes=0-1,5-9', undefined],
    ['lines=0-1', undefined],
  ])('takes %s of 1,000 bytes for %j', (header, range) => {
    expect(byteRangeOf(header, 1_000)).toEqual(range);
  });
});
