/** Jeffreys' estimate of a proportion: what 38 of 38 shows is not certainty. */
export function estimate(hits: number, total: number): number {
  return (hits + 0.5) / (total + 1);
}

/**
 * Clopper and Pearson's exact interval for `hits` of `total`, by bisection of the binomial's tails.
 * @param confidence of the whole interval, both tails together
 */
export function exactInterval(hits: number, total: number, confidence = 0.95): { lower: number; upper: number } {
  const tail = (1 - confidence) / 2;
  const lower = hits === 0 ? 0 : bisect((p) => atLeast(hits, total, p) < tail);
  const upper = hits === total ? 1 : bisect((p) => 1 - atLeast(hits + 1, total, p) > tail);
  return { lower, upper };
}

function bisect(isBelow: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X >= hits) for X binomial(total, p). */
function atLeast(hits: number, total: number, p: number): number {
  if (hits <= 0) return 1;
  let logTerm = total * Math.log1p(-p);
  let below = 0;
  for (let count = 0; count < hits; count += 1) {
    below += Math.exp(logTerm);
    logTerm += Math.log((total - count) / (count + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return Math.max(0, 1 - below);
}
