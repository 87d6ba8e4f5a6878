import { bandFor, type Calibration, isWithin, type Proven, scoreOf } from '../calibration.policy.js';
import { forbiddenBy } from '../guards.policy.js';
import { FEATURE_NAMES, FEATURE_SET, FEATURE_SIGNS, type FeatureName, type PairFeatures, pairFeatures } from '../pair-features.policy.js';
import { factsOf } from '../question-facts.policy.js';
import { fitLogistic } from './logistic.policy.js';
import { exactInterval } from './proportion.policy.js';
import { foldsOf } from './question-groups.policy.js';
import { effective, riskBands } from './risk-bands.policy.js';

export interface LabelledPair {
  readonly a: string;
  readonly b: string;
  readonly cosine: number;
  readonly same: boolean;
  /** How many pairs of the traffic it stands for; 1 without it. */
  readonly weight?: number;
}
interface Sample {
  readonly features: PairFeatures;
  readonly same: boolean;
  readonly weight: number;
  readonly fold: number;
}
interface Scored extends Sample {
  readonly score: number;
}

const FOLDS = 10;
/** By folds, anything from 3 to 30 does as well. */
const RIDGE = 10;
/** Pairs below are so unlike that none of them is ever served. */
const MIN_COSINE = 0.85;

/**
 * A model of what the labels say, and how far it may be trusted: each pair is scored by a model made without it or any pair that shares a
 * question with it, and the bands of risk are counted on those scores.
 * @throws Error when the pairs that pass the guards are too few or all alike
 */
export function fitCalibration(embedder: string, pairs: readonly LabelledPair[], budget: number, note: string): Calibration {
  const samples = samplesOf(pairs);
  assertEnough(samples);
  const scored = crossScored(samples);
  return {
    embedder,
    language: 'en',
    featureSet: FEATURE_SET,
    note,
    labelledPairs: pairs.length,
    passedGuards: samples.length,
    minCosine: MIN_COSINE,
    ...modelOf(samples),
    bands: riskBands(scored),
    crossFitted: provenOn(scored, weightOfSame(pairs), budget),
  };
}

function samplesOf(pairs: readonly LabelledPair[]): Sample[] {
  const folds = foldsOf(pairs, FOLDS);
  return pairs.flatMap(({ a, b, cosine, same, weight = 1 }, at) => {
    const [left, right] = [factsOf(a), factsOf(b)];
    if (cosine < MIN_COSINE || forbiddenBy(left, right)) return [];
    return [{ features: pairFeatures(left, right, cosine), same, weight, fold: folds[at] ?? 0 }];
  });
}

const FEWEST_OF_A_KIND = 20;

function assertEnough(samples: readonly Sample[]): void {
  const same = samples.filter((sample) => sample.same).length;
  const different = samples.length - same;
  if (Math.min(same, different) >= FEWEST_OF_A_KIND) return;
  throw new Error(
    `Of the pairs with a cosine of ${MIN_COSINE} and more that pass the guards, ${same} are the same and ${different} different: ` +
      `at least ${FEWEST_OF_A_KIND} of each are needed`,
  );
}

/**
 * Features that come out with the wrong sign are left out, the worst first, until none is left. Weights are not used: they say how common
 * such pairs are, and what makes two questions the same doesn't depend on that.
 */
function modelOf(samples: readonly Sample[]): Pick<Calibration, 'intercept' | 'coefficients'> {
  let names = FEATURE_NAMES;
  for (;;) {
    const used = names;
    const observations = samples.map(({ features, same }) => ({ features: used.map((name) => features[name]), is: same, weight: 1 }));
    const { intercept, coefficients } = fitLogistic(observations, RIDGE);
    const worst = wrongestOf(used, coefficients);
    if (worst === undefined) return { intercept: round(intercept), coefficients: named(used, coefficients) };
    names = used.filter((name) => name !== worst);
  }
}

function wrongestOf(names: readonly FeatureName[], coefficients: readonly number[]): FeatureName | undefined {
  let [worst, least]: [FeatureName | undefined, number] = [undefined, 0];
  names.forEach((name, at) => {
    const speaks = (coefficients[at] ?? 0) * FEATURE_SIGNS[name];
    if (speaks < least) [worst, least] = [name, speaks];
  });
  return worst;
}

function named(names: readonly FeatureName[], coefficients: readonly number[]): Calibration['coefficients'] {
  const known = new Map(names.map((name, at) => [name, coefficients[at] ?? 0]));
  return Object.fromEntries(FEATURE_NAMES.map((name) => [name, round(known.get(name) ?? 0)])) as Calibration['coefficients'];
}

function crossScored(samples: readonly Sample[]): Scored[] {
  return eachFold((fold) => {
    const model = modelOf(samples.filter((sample) => sample.fold !== fold));
    return samples.filter((sample) => sample.fold === fold).map((sample) => ({ ...sample, score: scoreOf(model, sample.features) }));
  });
}

/** Each fold judged by bands counted on the others. */
function provenOn(scored: readonly Scored[], truePairs: number, budget: number): Proven {
  const hits = eachFold((fold) => {
    const bands = riskBands(scored.filter((sample) => sample.fold !== fold));
    return scored.filter((sample) => sample.fold === fold && isServed(bands, sample.score, budget));
  });
  const { wrong, count } = effective(hits);
  return {
    budget,
    truePairs: round(truePairs),
    hits: hits.length,
    wrongHits: hits.filter(({ same }) => !same).length,
    wrongUpper95: hits.length === 0 ? 1 : round(exactInterval(wrong, count).upper),
    recall: round(weightOfSame(hits) / Math.max(truePairs, Number.MIN_VALUE)),
  };
}

function isServed(bands: Calibration['bands'], score: number, budget: number): boolean {
  const band = bandFor({ bands }, score);
  return band !== undefined && isWithin(band, budget);
}

function eachFold<T>(of: (fold: number) => readonly T[]): T[] {
  return Array.from({ length: FOLDS }, (_, fold) => of(fold)).flat();
}

function weightOfSame(pairs: readonly { readonly same: boolean; readonly weight?: number }[]): number {
  return pairs.reduce((sum, { same, weight = 1 }) => sum + (same ? weight : 0), 0);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
