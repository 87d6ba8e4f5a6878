import { describe, expect, it } from 'vitest';
import { fitLogistic, type Observation } from './logistic.policy.js';

/** 0, 1, 2 ... of 10 are true at 0, 0.1, 0.2 ... */
const RISING: Observation[] = Array.from({ length: 11 }, (_, step) =>
  Array.from({ length: 10 }, (__, at) => ({ features: [step / 10, 0.5], is: at < step, weight: 1 })),
).flat();

const likely = (features: readonly number[], penalty: number): number => {
  const { intercept, coefficients } = fitLogistic(RISING, penalty);
  return 1 / (1 + Math.exp(-(intercept + coefficients.reduce((sum, value, at) => sum + value * (features[at] ?? 0), 0))));
};

describe('fitLogistic', () => {
  it('finds the chance that the observations show', () => {
    expect(likely([0.5, 0.5], 1e-6)).toBeCloseTo(0.5, 6);
    expect(likely([0.8, 0.5], 1e-6)).toBeCloseTo(0.8, 1);
  });

  it('makes the mean chance the share of what is true, which is what a maximum of the likelihood is known by', () => {
    const mean = RISING.reduce((sum, { features }) => sum + likely(features, 5), 0) / RISING.length;
    expect(mean).toBeCloseTo(0.5, 6);
  });

  it('leans less on the features the larger the ridge', () => {
    const slopes = [0.1, 10, 1_000].map((penalty) => fitLogistic(RISING, penalty).coefficients[0] ?? 0);
    expect(slopes[0]).toBeGreaterThan(slopes[1] ?? 0);
    expect(slopes[1]).toBeGreaterThan(slopes[2] ?? 0);
    expect(slopes[2]).toBeGreaterThan(0);
  });

  it('counts an observation of weight two as two', () => {
    const half = RISING.filter((_, at) => at % 2 === 0);
    const doubled = fitLogistic(
      half.map((one) => ({ ...one, weight: 2 })),
      1,
    );
    const twice = fitLogistic([...half, ...half], 1);
    doubled.coefficients.forEach((value, at) => expect(value).toBeCloseTo(twice.coefficients[at] ?? NaN, 6));
  });

  it('gives a feature that never varies no say, and ends on observations that part cleanly', () => {
    expect(fitLogistic(RISING, 1).coefficients[1]).toBeCloseTo(0, 9);
    const parted = [0, 0, 1, 1].map((value) => ({ features: [value], is: value === 1, weight: 1 }));
    expect(Number.isFinite(fitLogistic(parted, 0.1).coefficients[0])).toBe(true);
  });
});
