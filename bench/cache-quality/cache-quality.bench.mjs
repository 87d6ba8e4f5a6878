// How good the semantic cache's decision is, on pairs that took no part in making its calibration or its guards.
import { join } from 'node:path';
import { root } from '../../scripts/steps/steps.mjs';
import { budgetOf } from '../calibrate/calibrate.bench.mjs';
import { EMBEDDER, withCosines } from '../calibrate/cosines.mjs';
import { readPairs } from '../calibrate/pairs-file.mjs';
import { linesBy } from './breakdown.mjs';
import { bestRecall, precisionAt, thresholds, weightOf } from './curves.mjs';
import { decisionTimes, judged } from './decisions.mjs';

export const about = 'wrong hits and recall of the semantic cache on labelled pairs against a fixed threshold: [--pairs FILE] [--budget N]';
export const options = { pairs: { type: 'string' }, budget: { type: 'string' } };
export const models = [EMBEDDER];
export const targets = {
  within_budget_1pct: '= 1',
  within_budget_5pct: '= 1',
  calibration_upper95: '<= 0.01',
  recall_vs_fixed: '>= 1.6',
  decision_p99_us: '< 200',
};

const BUDGETS = [0.01, 0.02, 0.05];
const HIT_RATIOS = [0.05, 0.1, 0.15, 0.2];

export async function run({ pairs: path = join(root, 'bench', 'cache-quality', 'look-alikes-kept.jsonl'), budget, log }) {
  const budgets = budget === undefined ? BUDGETS : [budgetOf(budget)];
  const { loadCalibration } = await import('../../services/cache/dist/likeness/calibration-file.js');
  const calibration = loadCalibration(EMBEDDER);
  const decided = await judged(await withCosines(readPairs(path), log), calibration, budgets);
  const perBudget = await Promise.all(budgets.map((one, at) => atBudget(decided, one, at)));
  const last = budgets.length - 1;
  for (const pair of decided.filter(({ same, hits }) => !same && hits[last])) log(`wrong: ${pair.a} | ${pair.b}`);
  for (const key of ['language', 'why']) for (const line of linesBy(key, decided, last)) log(`at ${nameOf(budgets[last])}, ${line}`);
  const curves = curveFigures(decided);
  const times = await decisionTimes(decided, calibration, budgets[0]);
  return {
    figures: {
      pairs: decided.length,
      ...Object.assign({}, ...perBudget.map(({ figures }) => figures)),
      calibration_upper95: calibration.crossFitted.wrongUpper95,
      ...curves.figures,
      ...times.figures,
    },
    samples: { ...Object.assign({}, ...perBudget.map(({ samples }) => samples)), ...times.samples },
    notMeasured: { ...curves.notMeasured, ...untried(budgets) },
    notes: perBudget.flatMap(({ notes }) => notes),
  };
}

const nameOf = (budget) => `${Number((budget * 100).toPrecision(3))}pct`;

async function atBudget(decided, budget, at) {
  const { exactInterval } = await import('../../services/cache/dist/likeness/fitting/proportion.policy.js');
  const { effective } = await import('../../services/cache/dist/likeness/fitting/risk-bands.policy.js');
  const hits = decided.filter((pair) => pair.hits[at]);
  const wrongHits = hits.filter(({ same }) => !same);
  const different = decided.filter(({ same }) => !same);
  const { wrong, count } = effective(hits);
  const { lower, upper } = count === 0 ? { lower: 0, upper: 1 } : exactInterval(wrong, count);
  const least = count === 0 ? 1 : exactInterval(0, count).upper;
  const named = {
    hits: hits.length,
    wrong_hits: wrongHits.length,
    wrong_hit_rate: count === 0 ? 0 : wrong / count,
    wrong_hit_lower95: lower,
    wrong_hit_upper95: upper,
    within_budget: wrong <= budget * count,
    look_alikes_let_through: weightOf(wrongHits) / weightOf(different),
    recall: weightOf(hits.filter(({ same }) => same)) / weightOf(decided.filter(({ same }) => same)),
  };
  const suffix = nameOf(budget);
  const suffixed = (object) => Object.fromEntries(Object.entries(object).map(([key, value]) => [`${key}_${suffix}`, value]));
  return {
    figures: suffixed(named),
    samples: suffixed({
      wrong_hit_rate: hits.length,
      wrong_hit_upper95: hits.length,
      look_alikes_let_through: different.length,
      recall: decided.length - different.length,
    }),
    // No wrong one among 79 hits leaves 4.6 % possible: such a sample can't show 1 %, however good the decision.
    notes:
      least <= budget ? [] : [`${hits.length} hits can't show ${suffix}: without a single wrong one ${least.toFixed(4)} would be possible`],
  };
}

/** Thresholds chosen with hindsight on these very pairs, on the cache's score and on the cosine alone. */
function curveFigures(decided) {
  const sides = { '': thresholds(decided, ({ score }) => score), fixed_: thresholds(decided, ({ cosine }) => cosine) };
  const figures = {};
  for (const [side, points] of Object.entries(sides)) {
    for (const error of BUDGETS) figures[`${side}recall_at_${nameOf(error)}_wrong`] = bestRecall(points, error);
    for (const ratio of HIT_RATIOS) figures[`${side}precision_at_${nameOf(ratio)}_hits`] = precisionAt(points, ratio) ?? null;
  }
  const fixed = figures.fixed_recall_at_5pct_wrong;
  if (fixed === 0) return { figures, notMeasured: { recall_vs_fixed: 'no fixed threshold finds anything within this error' } };
  return { figures: { ...figures, recall_vs_fixed: figures.recall_at_5pct_wrong / fixed }, notMeasured: {} };
}

function untried(budgets) {
  const missing = [0.01, 0.05].filter((budget) => !budgets.includes(budget));
  return Object.fromEntries(missing.map((budget) => [`within_budget_${nameOf(budget)}`, 'another budget was asked for']));
}
