// Makes the file that the semantic cache decides by, from labelled pairs of questions.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { EMBEDDER, withCosines } from './cosines.mjs';
import { readPairs } from './pairs-file.mjs';

export const about = 'fits the semantic cache to labelled pairs: --pairs FILE [--out FILE] [--budget N] [--embedder ID]';
export const options = { pairs: { type: 'string' }, out: { type: 'string' }, budget: { type: 'string' }, embedder: { type: 'string' } };
export const models = [EMBEDDER];
export const targets = { kept_budget: '= 1' };

const DEFAULT_BUDGET = 0.01;

export async function run({ pairs: path, out, budget, embedder = EMBEDDER, log }) {
  if (path === undefined) throw new Error('calibrate needs --pairs FILE, one labelled pair a line');
  const limit = budgetOf(budget);
  const pairs = readPairs(path);
  log(`${pairs.length} labelled pairs; embedding them one by one`);
  const { fitCalibration } = await import('../../services/cache/dist/likeness/fitting/fit.policy.js');
  const calibration = fitCalibration(embedder, await withCosines(pairs, log, embedder), limit, NOTE);
  if (out !== undefined) await save(out, calibration, log);
  const { crossFitted, labelledPairs, passedGuards, bands } = calibration;
  return {
    figures: {
      labelled_pairs: labelledPairs,
      passed_guards: passedGuards,
      budget: limit,
      hits: crossFitted.hits,
      wrong_hits: crossFitted.wrongHits,
      wrong_hit_upper95: crossFitted.wrongUpper95,
      recall: crossFitted.recall,
      strictest_budget: Math.min(...bands.map(({ wrongUpper95 }) => wrongUpper95)),
      kept_budget: crossFitted.wrongUpper95 <= limit,
    },
    samples: { wrong_hit_upper95: crossFitted.hits, recall: labelledPairs },
  };
}

const NOTE =
  'Pairs that look alike, labelled by reading; real traffic is easier. A hit is given where wrongUpper95 of its band is within the budget.';

export function budgetOf(text) {
  const budget = text === undefined ? DEFAULT_BUDGET : Number(text);
  if (text?.trim() !== '' && budget > 0 && budget < 1) return budget;
  throw new Error(`--budget must be a share of wrong hits above 0 and below 1, such as ${DEFAULT_BUDGET}, not "${text}"`);
}

async function save(out, calibration, log) {
  const file = resolve(out);
  const layout = (await resolveConfig(file)) ?? {};
  writeFileSync(file, await format(JSON.stringify(calibration), { ...layout, parser: 'json' }));
  log(`written: ${out}`);
}
