import { describe, expect, it } from 'vitest';
import { overlap, wordWeights } from './word-overlap.policy.js';

describe('word overlap', () => {
  it('weighs rare words more', () => {
    const weight = wordWeights([new Set(['a', 'b']), new Set(['a']), new Set(['a'])]);
    expect(weight('b')).toBeGreaterThan(weight('a'));
    expect(overlap(new Set(['a', 'b']), new Set(['b', 'c']))).toBe(1);
  });
});
