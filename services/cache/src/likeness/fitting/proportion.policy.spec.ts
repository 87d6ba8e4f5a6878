import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactInterval, incompleteBeta } from './proportion.policy.js';

describe('exactInterval', () => {
  it.each([
    [5, 10, 0.1871, 0.8129],
    [0, 10, 0, 0.3085],
    [38, 38, 0.9075, 1],
    [0, 368, 0, 0.00997],
    [1, 555, 0.0000456, 0.01],
  ])('%i of %i, as published tables have it', (hits, total, lower, upper) => {
    expect(exactInterval(hits, total).lower).toBeCloseTo(lower, 4);
    expect(exactInterval(hits, total).upper).toBeCloseTo(upper, 4);
  });

  it('holds the proportion, also of weighted counts, and narrows with more of the same', () => {
    const counts = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 2_000, noNaN: true }));
    fc.assert(
      fc.property(counts, ([share, total]) => {
        const [few, many] = [exactInterval(share * total, total), exactInterval(share * total * 2, total * 2)];
        expect(few.lower).toBeLessThanOrEqual(share + 1e-9);
        expect(few.upper).toBeGreaterThanOrEqual(share - 1e-9);
        expect(many.upper - many.lower).toBeLessThanOrEqual(few.upper - few.lower + 1e-9);
      }),
    );
  });

  it('mirrors hits and misses', () => {
    expect(exactInterval(3, 20).lower).toBeCloseTo(1 - exactInterval(17, 20).upper, 9);
  });
});

describe('incompleteBeta', () => {
  it('is the known function where that is simple', () => {
    expect(incompleteBeta(0.3, 1, 1)).toBeCloseTo(0.3, 10);
    expect(incompleteBeta(0.3, 2, 1)).toBeCloseTo(0.09, 10);
    expect(incompleteBeta(0.3, 1, 3)).toBeCloseTo(1 - 0.7 ** 3, 10);
    expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
});
