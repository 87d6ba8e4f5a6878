// How right hits are, and how many there are, as ever more pairs hit: the likeliest first.

/**
 * The points at which a threshold may stand, from the strictest on: what hits there of the right ones and of all, and how much of it is right.
 * Never between equal scores; what scores -Infinity never hits.
 * @param {readonly {same: boolean, weight: number}[]} pairs
 * @param {(pair: object) => number} scoreOf
 */
export function thresholds(pairs, scoreOf) {
  const total = weightOf(pairs);
  const same = weightOf(pairs.filter((pair) => pair.same));
  const descending = pairs
    .map((pair) => ({ ...pair, at: scoreOf(pair) }))
    .filter(({ at }) => at > -Infinity)
    .sort((left, other) => other.at - left.at);
  let [right, wrong] = [0, 0];
  return descending.flatMap((pair, at) => {
    if (pair.same) right += pair.weight;
    else wrong += pair.weight;
    if (descending[at + 1]?.at === pair.at) return [];
    return [{ hitRatio: (right + wrong) / total, precision: right / (right + wrong), recall: same === 0 ? 0 : right / same }];
  });
}

/** The most that any one threshold finds with at most this share of wrong hits: chosen with hindsight. */
export function bestRecall(points, allowedError) {
  return Math.max(0, ...points.filter(({ precision }) => 1 - precision <= allowedError + Number.EPSILON).map(({ recall }) => recall));
}

/** Precision where this share of all lookups hits (P-CHR); undefined where no threshold lets so many hit. */
export function precisionAt(points, hitRatio) {
  return points.find((point) => point.hitRatio >= hitRatio)?.precision;
}

export function weightOf(pairs) {
  return pairs.reduce((sum, { weight }) => sum + weight, 0);
}
