/**
 * Nearest rank: the smallest sample that a share of all samples does not exceed. Always a value that was measured, never one in between.
 * @param {readonly number[]} samples in any order
 * @param {number} share above 0, at most 1: 0.99 for p99
 */
export function percentile(samples, share) {
  if (samples.length === 0) throw new Error('a percentile needs at least one sample');
  if (!(share > 0 && share <= 1)) throw new Error(`a percentile's share must be above 0 and at most 1, not ${share}`);
  const sorted = Float64Array.from(samples).sort();
  return sorted[Math.ceil(share * sorted.length) - 1];
}

export const p50 = (samples) => percentile(samples, 0.5);
export const p95 = (samples) => percentile(samples, 0.95);
export const p99 = (samples) => percentile(samples, 0.99);

/** The middle one; the mean of the two in the middle of an even number. For a few repetitions rather than many samples. */
export function median(values) {
  if (values.length === 0) throw new Error('a median needs at least one value');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
