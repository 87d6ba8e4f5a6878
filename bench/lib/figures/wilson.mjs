/** Of a 95 % interval, in standard deviations. */
const Z = 1.959964;

/**
 * A share with its 95 % interval by Wilson's score, which stays right for few samples and for shares near 0 and 1.
 * @returns {{share: number, low: number, high: number} | undefined} undefined without samples
 */
export function wilson(count, of) {
  if (of === 0) return undefined;
  const share = count / of;
  const denominator = 1 + (Z * Z) / of;
  const centre = (share + (Z * Z) / (2 * of)) / denominator;
  const half = (Z / denominator) * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  return { share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
