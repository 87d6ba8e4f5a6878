import { bandFor, type Calibration, isWithin, type RiskBand, scoreOf } from './calibration.policy.js';
import { english } from '@docmind/language';
import { forbiddenBy } from './guards.policy.js';
import { pairFeatures } from './pair-features.policy.js';
import { factsOf, type QuestionFacts } from './question-facts.policy.js';

/** The embedder reads no further than this, near enough, so texts beyond it can differ where it can't see. */
export const MAX_COMPARABLE_CHARS = 1_500;

export interface Candidate {
  readonly stored: Asked;
  readonly cosine: number;
}
export interface Judgement {
  readonly hit: boolean;
  /** Estimated chance that the stored answer is right; 0 where a guard forbids it or nothing was measured. */
  readonly probability: number;
  /** One plain sentence for the asker. */
  readonly why: string;
}

/** A question taken apart, which is done once for all that it is compared with. */
export type Asked = QuestionFacts;
export const askedOf: (question: string) => Asked = factsOf;

/**
 * Does the answer to the stored question answer the question that is asked? Guards first, whatever the cosine; then the model's score of
 * cosine and words, read as what labelled pairs of that score turned out to be, against the budget.
 * @param shift what the score is lowered by, in log-odds
 */
export function judge(asked: Asked, candidate: Candidate, calibration: Calibration, budget: number, shift = 0): Judgement {
  const { stored, cosine } = candidate;
  const forbidden = forbiddenBy(asked, stored);
  if (forbidden) return refused(`"${stored.text}" is another question: ${forbidden.reason}`);
  const notAlike = `"${stored.text}" is not alike enough: cosine ${cosine.toFixed(3)}`;
  if (cosine < calibration.minCosine) return refused(notAlike);
  const band = bandFor(calibration, scoreOf(calibration, pairFeatures(asked, stored, cosine)) - shift);
  if (!band) return refused(notAlike);
  const hit = isWithin(band, budget);
  const why = hit ? reasonFor(asked, candidate, calibration, band) : doubtOf(candidate, band, budget);
  return { hit, probability: 1 - band.risk, why };
}

function refused(why: string): Judgement {
  return { hit: false, probability: 0, why };
}

function reasonFor(asked: Asked, { stored, cosine }: Candidate, calibration: Calibration, band: RiskBand): string {
  const served = calibration.bands.filter(({ minScore }) => minScore >= band.minScore);
  const [pairs, wrong] = [sum(served.map((one) => one.pairs)), sum(served.map((one) => one.wrong))];
  return (
    `"${stored.text}" asks the same thing ${wording(asked, stored)}; numbers, names and negations agree, cosine ` +
    `${cosine.toFixed(3)}; ${pairs - wrong} of ${pairs} labelled pairs that were at least as alike had the same answer`
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function wording(asked: Asked, stored: QuestionFacts): string {
  const [left, right] = [[...asked.content].sort(), [...stored.content].sort()];
  const same = left.length > 0 && left.length === right.length && left.every((word, at) => word === right[at]);
  return `("${asked.type}") ${same ? `with the same words that matter (${meaningful(asked)})` : 'in other words'}`;
}

function meaningful(facts: QuestionFacts): string {
  return facts.tokens
    .map(({ lower }) => lower)
    .filter((word) => !english.words.questionStopWords.has(word))
    .join(', ');
}

function doubtOf({ stored, cosine }: Candidate, band: RiskBand, budget: number): string {
  const risk = (band.wrongUpper95 * 100).toFixed(1);
  return (
    `"${stored.text}" is alike (cosine ${cosine.toFixed(3)}), but answers may be wrong in up to ${risk} % of such cases ` +
    `and the budget is ${(budget * 100).toFixed(1)} %`
  );
}
