// The decision as the cache takes it in a first turn, on each labelled pair: whether it may be compared at all, guards, and evidence.
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';

const ROUNDS = 20;
/** Never a hit, whatever the budget. */
const NEVER = -Infinity;

const likeness = async (file) => import(`../../services/cache/dist/likeness/${file}.js`);

/** Of each pair whether it hits at each budget, and its score: the order in which pairs would hit as the budget grows. */
export async function judged(pairs, calibration, budgets) {
  const { askedOf, judge } = await likeness('similarity.policy');
  const { scoreOf } = await likeness('calibration.policy');
  const { pairFeatures } = await likeness('pair-features.policy');
  const isCompared = await comparison(calibration);
  return pairs.map((pair) => {
    const [asked, stored] = [askedOf(pair.a), askedOf(pair.b)];
    const judgements = budgets.map((budget) => judge(asked, { stored, cosine: pair.cosine }, calibration, budget));
    const isOpen = isCompared(pair.a) && isCompared(pair.b) && judgements.some(({ probability }) => probability > 0);
    const score = isOpen ? scoreOf(calibration, pairFeatures(asked, stored, pair.cosine)) : NEVER;
    return { ...pair, score, hits: judgements.map(({ hit }) => isOpen && hit) };
  });
}

async function comparison(calibration) {
  const { HitJudge } = await likeness('hit-judge');
  const { languageDetector } = await import('../../libs/language/dist/index.js');
  const [judge, detect] = [new HitJudge(calibration, 1, { shift: 0 }), await languageDetector()];
  return (question) => judge.whyNotComparable({ question, isFirstTurn: true }, detect) === undefined;
}

/**
 * One decision: both questions taken apart, guards, features, score, band. Of each pair the median of its rounds, because other work on the
 * machine stops a round of microseconds for milliseconds; the first round only warms up.
 */
export async function decisionTimes(pairs, calibration, budget) {
  const { askedOf, judge } = await likeness('similarity.policy');
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
