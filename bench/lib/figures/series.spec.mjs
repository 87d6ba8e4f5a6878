import { describe, expect, it } from 'vitest';
import { jainIndex, slope } from './series.mjs';

describe('series', () => {
  it('says how evenly something is shared', () => {
    expect(jainIndex([5, 5, 5, 5])).toBe(1);
    expect(jainIndex([20, 0, 0, 0])).toBe(0.25);
    expect(jainIndex([0, 0])).toBe(1);
  });

  it('gives the slope of the line that fits best, in whatever order the points came', () => {
    const points = [1, 4, 2].map((x) => [x, 7 - 3 * x]);
    expect(slope(points)).toBeCloseTo(-3);
    expect(() => slope([[1, 1]])).toThrow(/at least two/);
  });
});
