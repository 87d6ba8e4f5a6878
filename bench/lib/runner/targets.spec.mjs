import { describe, expect, it } from 'vitest';
import { isReached, missesOf } from './targets.mjs';

describe('targets', () => {
  it('judges what people write', () => {
    expect([isReached(0.39, '< 0.4'), isReached(0.4, '< 0.4'), isReached(4500, '>= 4500'), isReached(0, '= 0')]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(() => isReached(1, 'about 3')).toThrow('must look like "< 0.4"');
  });

  it('counts a figure that is not there as missed unless a reason is given', () => {
    const targets = { fast_ms: '< 5', same: '= 1', rps: '>= 10' };
    expect(missesOf({ fast_ms: 4, same: true }, targets).map(({ key }) => key)).toEqual(['rps']);
    expect(missesOf({ fast_ms: Number.NaN, same: false }, targets, { rps: 'no server' }).map(({ key }) => key)).toEqual([
      'fast_ms',
      'same',
    ]);
  });
});
