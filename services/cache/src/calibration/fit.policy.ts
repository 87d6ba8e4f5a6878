import type { Calibration, CalibrationBand, Stratum } from '../semantic/calibration.policy.js';
import { forbiddenBy } from '../semantic/guards.policy.js';
import { factsOf } from '../semantic/question-facts.policy.js';
import { judge, stratumOf } from '../semantic/similarity.policy.js';
import { estimate, exactInterval } from './proportion.policy.js';

export interface LabelledPair {
  readonly a: string;
  readonly b: string;
  readonly cosine: number;
  readonly same: boolean;
}
interface Sample extends LabelledPair {
  readonly stratum: Stratum;
}

/** Lower edges. Coarse, because a band needs enough pairs to say something. */
const EDGES = [0.85, 0.9, 0.95];
const FOLDS = 5;

export function fitCalibration(embedder: string, pairs: readonly LabelledPair[], budget: number): Calibration {
  const passed = pairs.flatMap(sampleOf);
  return {
    embedder,
    note: 'Pairs that look alike on purpose, labelled by hand; real traffic is easier. A hit needs 1 - probability <= budget.',
    labelledPairs: pairs.length,
    passedGuards: passed.length,
    strata: strataOf(passed),
    heldOut: heldOutFigures(embedder, pairs, budget),
  };
}

function sampleOf(pair: LabelledPair): Sample[] {
  const [a, b] = [factsOf(pair.a), factsOf(pair.b)];
  return forbiddenBy(a, b) === undefined ? [{ ...pair, stratum: stratumOf(a, b) }] : [];
}

function strataOf(samples: readonly Sample[]): Calibration['strata'] {
  const of = (stratum: Stratum): CalibrationBand[] => isotonicBands(samples.filter((sample) => sample.stratum === stratum));
  return { 'same-words': of('same-words'), 'other-words': of('other-words') };
}

/** One band an edge, then neighbours pooled wherever the likelier cosine would have the lower chance (pool adjacent violators). */
export function isotonicBands(samples: readonly Pick<Sample, 'cosine' | 'same'>[]): CalibrationBand[] {
  const pooled: { minCosine: number; pairs: number; same: number }[] = [];
  EDGES.forEach((minCosine, at) => {
    const inBand = samples.filter(({ cosine }) => cosine >= minCosine && cosine < (EDGES[at + 1] ?? Infinity));
    if (inBand.length === 0) return;
    let band = { minCosine, pairs: inBand.length, same: inBand.filter(({ same }) => same).length };
    for (let below = pooled.at(-1); below && share(below) > share(band); below = pooled.at(-1)) {
      band = { minCosine: below.minCosine, pairs: below.pairs + band.pairs, same: below.same + band.same };
      pooled.pop();
    }
    pooled.push(band);
  });
  return pooled.map((band) => {
    const { lower, upper } = exactInterval(band.same, band.pairs);
    return { ...band, probability: round(share(band)), lower95: round(lower), upper95: round(upper) };
  });
}

/** Each pair judged by a table that never saw it. */
function heldOutFigures(embedder: string, pairs: readonly LabelledPair[], budget: number): Calibration['heldOut'] {
  let [hits, wrongHits] = [0, 0];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const fitted = pairs.filter((_, at) => at % FOLDS !== fold).flatMap(sampleOf);
    const table = { embedder, note: '', labelledPairs: 0, passedGuards: 0, strata: strataOf(fitted), heldOut: NO_FIGURES };
    const judged = pairs.filter((_, at) => at % FOLDS === fold);
    const found = judged.filter(({ a, b, cosine }) => judge(a, { question: b, cosine }, table, budget).hit);
    hits += found.length;
    wrongHits += found.filter(({ same }) => !same).length;
  }
  const truePairs = pairs.filter(({ same }) => same).length;
  const wrongUpper95 = hits === 0 ? 1 : round(exactInterval(wrongHits, hits).upper);
  return { budget, truePairs, hits, wrongHits, wrongUpper95, recall: round((hits - wrongHits) / Math.max(1, truePairs)) };
}

const NO_FIGURES = { budget: 0, truePairs: 0, hits: 0, wrongHits: 0, wrongUpper95: 1, recall: 0 };

function share({ same, pairs }: { same: number; pairs: number }): number {
  return estimate(same, pairs);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
