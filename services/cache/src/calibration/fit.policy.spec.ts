import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCalibration, isotonicBands } from './fit.policy.js';
import { estimate, exactInterval } from './proportion.policy.js';

describe('proportions', () => {
  it('matches published exact intervals', () => {
    // Clopper-Pearson, 95 %: 38 of 38 and 5 of 10.
    expect(exactInterval(38, 38).lower).toBeCloseTo(0.0251 ** (1 / 38), 2);
    expect(exactInterval(5, 10).lower).toBeCloseTo(0.187, 3);
    expect(exactInterval(5, 10).upper).toBeCloseTo(0.813, 3);
    expect(exactInterval(0, 10)).toMatchObject({ lower: 0, upper: expect.closeTo(0.3085, 3) });
  });

  it('never calls anything certain', () => {
    expect(estimate(38, 38)).toBeLessThan(1);
    expect(estimate(0, 5)).toBeGreaterThan(0);
  });
});

describe('isotonicBands', () => {
  it('never falls as the cosine rises', () => {
    const sample = fc.record({ cosine: fc.double({ min: 0.85, max: 1, noNaN: true }), same: fc.boolean() });
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const bands = isotonicBands(samples);
        expect(bands.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(samples.length);
        bands.forEach((band, at) => expect(band.probability).toBeGreaterThanOrEqual(bands[at - 1]?.probability ?? 0));
      }),
    );
  });
});

describe('fitCalibration', () => {
  it('counts only what the guards let through and judges each pair by a table made without it', () => {
    const same = Array.from({ length: 40 }, (_, at) => ({ a: `What is item${at}?`, b: `What's item${at}?`, cosine: 0.99, same: true }));
    const guarded = Array.from({ length: 10 }, (_, at) => ({ a: `Is it ${at}?`, b: `Is it ${at + 1}?`, cosine: 0.99, same: false }));
    const calibration = fitCalibration('e', [...same, ...guarded], 0.05);
    expect(calibration).toMatchObject({ labelledPairs: 50, passedGuards: 40 });
    expect(calibration.strata['same-words']).toEqual([expect.objectContaining({ pairs: 40, same: 40 })]);
    expect(calibration.heldOut).toMatchObject({ hits: 40, wrongHits: 0, truePairs: 40, recall: 1 });
  });
});
