import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactInterval } from './proportion.policy.js';
import { effective, riskBands, type ScoredPair } from './risk-bands.policy.js';

const pair = fc.record<ScoredPair>({
  score: fc.double({ min: -5, max: 7, noNaN: true }),
  same: fc.boolean(),
  weight: fc.constantFrom(1, 1, 1, 4),
});
const pairs = (count: number, score: number, wrong = 0): ScoredPair[] =>
  Array.from({ length: count }, (_, at) => ({ score: score + at / 1_000, same: at >= wrong, weight: 1 }));

describe('riskBands', () => {
  it('count each pair once, and risks fall as the score rises', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 400 }), (scored) => {
        const bands = riskBands(scored);
        expect(bands.reduce((sum, band) => sum + band.pairs, 0)).toBe(scored.length);
        bands.slice(1).forEach((band, at) => {
          expect(band.minScore).toBeGreaterThan(bands[at]?.minScore ?? Infinity);
          expect(band.risk).toBeLessThanOrEqual(bands[at]?.risk ?? 0);
          expect(band.wrongUpper95).toBeLessThanOrEqual(bands[at]?.wrongUpper95 ?? 0);
        });
      }),
    );
  });

  it('bound what would be served from an edge upwards, not the band alone', () => {
    const bands = riskBands([...pairs(400, 5), ...pairs(50, 3, 10)]);
    expect(bands[0]?.wrongUpper95).toBeCloseTo(exactInterval(10, 450).upper, 4);
    expect(bands.at(-1)?.wrongUpper95).toBeCloseTo(exactInterval(0, 400).upper, 4);
    expect(bands[0]?.risk).toBeCloseTo(10.5 / 51, 4);
  });

  it('promise nothing on few pairs, however right they are', () => {
    expect(riskBands(pairs(20, 5))[0]?.wrongUpper95).toBeGreaterThan(0.15);
    expect(riskBands([])).toEqual([]);
  });

  it('draw edges whatever the labels', () => {
    const edges = (wrong: number): number[] => riskBands(pairs(300, 1, wrong)).map((band) => band.minScore);
    expect(edges(0)).toEqual(edges(150));
  });

  it('keep pairs of one score together', () => {
    const tied = Array.from({ length: 120 }, () => ({ score: 2, same: true, weight: 1 }));
    expect(riskBands(tied)).toHaveLength(1);
  });
});

describe('effective', () => {
  it('takes unequal weights for fewer pairs', () => {
    const equal = [1, 1, 1, 1].map((weight) => ({ score: 0, same: true, weight }));
    const unequal = [1, 1, 1, 9].map((weight) => ({ score: 0, same: weight === 1, weight }));
    expect(effective(equal)).toEqual({ wrong: 0, count: 4 });
    expect(effective(unequal).count).toBeCloseTo(144 / 84, 9);
    expect(effective(unequal).wrong / effective(unequal).count).toBeCloseTo(0.75, 9);
  });
});
