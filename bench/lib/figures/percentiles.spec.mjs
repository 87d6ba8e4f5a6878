import { describe, expect, it } from 'vitest';
import { median, p50, p99, percentile } from './percentiles.mjs';

describe('percentiles', () => {
  const hundred = Array.from({ length: 100 }, (_value, index) => 100 - index);

  it('takes the nearest rank, in whatever order the samples came', () => {
    expect([p50(hundred), p99(hundred), percentile(hundred, 1)]).toEqual([50, 99, 100]);
    expect(p50([10, 2])).toBe(2);
    expect(p99([7])).toBe(7);
  });

  it('sorts by size, not by letters, and leaves the samples as they were', () => {
    const samples = [9, 10, 100];
    expect(percentile(samples, 1)).toBe(100);
    expect(samples).toEqual([9, 10, 100]);
  });

  it('refuses no samples and an impossible share', () => {
    expect(() => p50([])).toThrow('at least one sample');
    expect(() => percentile([1], 0)).toThrow('above 0 and at most 1, not 0');
    expect(() => percentile([1], 99)).toThrow('not 99');
  });

  it('takes the mean of the two in the middle for a median', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect(() => median([])).toThrow('at least one value');
  });
});
