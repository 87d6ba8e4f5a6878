// Verdicts on served hits move the decision: pairs are judged as if they scored lower by some log-odds. They are never judged as if they scored
// higher than the shipped calibration says.

export type HitVerdict = 'wrong' | 'right';

/** How far one verdict moves the decision, in log-odds. */
const STEP = 0.25;
/** The most that the verdicts of one tenant's callers amount to: three wrong hits. A score of 4.3 is then judged as 3.55. */
export const MOST_OF_A_TENANT = 0.75;
/** The most that all verdicts amount to, and what the cache's own checks may reach alone, being a sample nobody chose. */
export const MOST_SHIFT = 1.5;

/**
 * What a source's verdicts amount to after one more. It is a step of the gradient of the log loss on the intercept. A wrong hit adds in proportion
 * to how sure the calibration was of it; a right hit takes away in proportion to how much the calibration doubted it. At a probability of 99.5 % a
 * wrong hit therefore weighs as much as 199 right ones, and the sum stays where it is when hits are as often wrong as the calibration says.
 * @param share what this source's verdicts amount to so far
 * @param probability what the hit said about itself
 * @param most of this source
 */
export function shareAfter(share: number, verdict: HitVerdict, probability: number, most: number): number {
  const surprise = verdict === 'wrong' ? probability : probability - 1;
  return Math.min(most, Math.max(0, share + STEP * surprise));
}

/** What all sources' shares amount to. */
export function shiftOf(shares: readonly number[]): number {
  return Math.min(
    MOST_SHIFT,
    shares.reduce((sum, share) => sum + share, 0),
  );
}
