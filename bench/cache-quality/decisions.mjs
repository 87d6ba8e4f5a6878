// The decision as the cache takes it, on each labelled pair.
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';

const ROUNDS = 20;

const policies = async () => import('../../services/cache/dist/likeness/similarity.policy.js');

export async function judged(pairs, calibration, budget) {
  const { askedOf, judge } = await policies();
  return pairs.map((pair) => {
    const { hit, probability } = judge(askedOf(pair.a), { stored: askedOf(pair.b), cosine: pair.cosine }, calibration, budget);
    return { ...pair, hit, probability };
  });
}

/** The most that any one cosine threshold finds on these very pairs with at most this share of wrong hits: chosen with hindsight. */
export function bestFixedRecall(pairs, allowedError) {
  const total = pairs.reduce((sum, { same, weight }) => sum + (same ? weight : 0), 0);
  let [right, wrong, best] = [0, 0, 0];
  const descending = [...pairs].sort((left, other) => other.cosine - left.cosine);
  descending.forEach(({ same, weight, cosine }, at) => {
    if (same) right += weight;
    else wrong += weight;
    const isEdge = descending[at + 1]?.cosine !== cosine;
    if (isEdge && wrong / (right + wrong) <= allowedError) best = right;
  });
  return total === 0 ? 0 : best / total;
}

/**
 * One decision: both questions taken apart, guards, features, score, band. Of each pair the median of its rounds, because other work on the
 * machine stops a round of microseconds for milliseconds; the first round only warms up.
 */
export async function decisionTimes(pairs, calibration, budget) {
  const { askedOf, judge } = await policies();
  const rounds = pairs.map(() => []);
  for (let round = 0; round <= ROUNDS; round += 1)
    pairs.forEach(({ a, b, cosine }, at) => {
      const startedAt = performance.now();
      judge(askedOf(a), { stored: askedOf(b), cosine }, calibration, budget);
      if (round > 0) rounds[at].push((performance.now() - startedAt) * 1_000);
    });
  const micros = rounds.map(median);
  return {
    figures: { decision_p50_us: p50(micros), decision_p99_us: p99(micros) },
    samples: { decision_p50_us: micros.length, decision_p99_us: micros.length },
  };
}
