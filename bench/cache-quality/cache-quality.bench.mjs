// How good the semantic cache's decision is, on pairs that took no part in making its calibration.
import { join } from 'node:path';
import { root } from '../../scripts/steps/steps.mjs';
import { budgetOf } from '../calibrate/calibrate.bench.mjs';
import { EMBEDDER, withCosines } from '../calibrate/cosines.mjs';
import { readPairs } from '../calibrate/pairs-file.mjs';
import { bestFixedRecall, decisionTimes, judged } from './decisions.mjs';

export const about = 'wrong hits and recall of the semantic cache on labelled pairs against a fixed threshold: [--pairs FILE] [--budget N]';
export const options = { pairs: { type: 'string' }, budget: { type: 'string' } };
export const models = [EMBEDDER];
export const targets = {
  within_budget: '= 1',
  calibration_upper95: '<= 0.01',
  recall_vs_fixed: '>= 1.3',
  decision_p99_us: '< 200',
};

export async function run({ pairs: path = join(root, 'bench', 'cache-quality', 'pairs.jsonl'), budget, log }) {
  const limit = budgetOf(budget);
  const { loadCalibration } = await import('../../services/cache/dist/likeness/calibration-file.js');
  const { exactInterval } = await import('../../services/cache/dist/likeness/fitting/proportion.policy.js');
  const { effective } = await import('../../services/cache/dist/likeness/fitting/risk-bands.policy.js');
  const calibration = loadCalibration(EMBEDDER);
  const pairs = await withCosines(readPairs(path), log);
  const decided = await judged(pairs, calibration, limit);
  const hits = decided.filter(({ hit }) => hit);
  const { wrong, count } = effective(hits);
  const same = weightOf(decided.filter((pair) => pair.same));
  const recall = weightOf(hits.filter((pair) => pair.same)) / same;
  const fixed = bestFixedRecall(decided, limit);
  const times = await decisionTimes(pairs, calibration, limit);
  for (const pair of hits.filter((one) => !one.same)) log(`wrong: ${pair.a} | ${pair.b}`);
  return {
    figures: {
      pairs: pairs.length,
      budget: limit,
      hits: hits.length,
      wrong_hits: hits.filter((one) => !one.same).length,
      wrong_hit_rate: count === 0 ? 0 : wrong / count,
      wrong_hit_upper95: count === 0 ? 1 : exactInterval(wrong, count).upper,
      within_budget: wrong <= limit * count,
      calibration_upper95: calibration.crossFitted.wrongUpper95,
      recall,
      fixed_threshold_recall: fixed,
      ...(fixed > 0 ? { recall_vs_fixed: recall / fixed } : {}),
      ...times.figures,
    },
    samples: { wrong_hit_rate: hits.length, wrong_hit_upper95: hits.length, recall: pairs.length, ...times.samples },
    ...(fixed > 0 ? {} : { notMeasured: { recall_vs_fixed: 'no fixed threshold finds anything within this error' } }),
    notes: whatCanBeShown(count, limit, exactInterval),
  };
}

function weightOf(pairs) {
  return pairs.reduce((sum, { weight }) => sum + weight, 0);
}

/** No wrong one among 79 hits leaves 4.6 % possible: such a sample can't show 1 %, however good the decision. */
function whatCanBeShown(count, budget, exactInterval) {
  const least = exactInterval(0, count).upper;
  if (least <= budget) return [];
  return [
    `${Math.round(count)} hits without a wrong one show no less than ${least.toFixed(4)}; calibration_upper95 rests on the many pairs of the calibration`,
  ];
}
