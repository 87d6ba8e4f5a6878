import { bandFor, type Calibration, type CalibrationBand, type Stratum } from './calibration.policy.js';
import { STOP_WORDS } from './guard-words.js';
import { forbiddenBy } from './guards.policy.js';
import { factsOf, type QuestionFacts } from './question-facts.policy.js';

/** The embedder reads no further than this, near enough, so texts beyond it can differ where it can't see. */
export const MAX_COMPARABLE_CHARS = 1_500;

export interface Candidate {
  readonly question: string;
  readonly cosine: number;
}
export interface Verdict {
  readonly hit: boolean;
  readonly probability: number;
  /** One plain sentence for the asker. */
  readonly why: string;
}

/**
 * Does the answer to `candidate.question` answer `question`? Guards first, whatever the cosine; then what labelled pairs of the same
 * kind and likeness turned out to be, against the budget: a hit when the chance of a wrong answer is within it.
 */
export function judge(question: string, candidate: Candidate, calibration: Calibration, budget: number): Verdict {
  const [asked, stored] = [factsOf(question), factsOf(candidate.question)];
  const forbidden = forbiddenBy(asked, stored);
  if (forbidden !== undefined) return { hit: false, probability: 0, why: `"${candidate.question}" is another question: ${forbidden}` };
  const stratum = stratumOf(asked, stored);
  const band = bandFor(calibration, stratum, candidate.cosine);
  if (!band)
    return { hit: false, probability: 0, why: `"${candidate.question}" is not alike enough: cosine ${candidate.cosine.toFixed(3)}` };
  const hit = 1 - band.probability <= budget;
  return { hit, probability: band.probability, why: hit ? reasonFor(candidate, asked, stratum, band) : doubtOf(candidate, band, budget) };
}

/** Same words: every word that carries meaning stands on both sides, equally often, in whatever form. */
export function stratumOf(asked: QuestionFacts, stored: QuestionFacts): Stratum {
  const [left, right] = [[...asked.content].sort(), [...stored.content].sort()];
  const same = left.length > 0 && left.length === right.length && left.every((word, at) => word === right[at]);
  return same ? 'same-words' : 'other-words';
}

function reasonFor(candidate: Candidate, asked: QuestionFacts, stratum: Stratum, band: CalibrationBand): string {
  const words = stratum === 'same-words' ? `with the same words that matter (${meaningful(asked)})` : 'in other words';
  return (
    `"${candidate.question}" asks the same thing ("${asked.type}") ${words}; numbers, names and negations agree, cosine ` +
    `${candidate.cosine.toFixed(3)}; ${band.same} of ${band.pairs} labelled pairs like these had the same answer`
  );
}

function meaningful(facts: QuestionFacts): string {
  return facts.tokens
    .map(({ lower }) => lower)
    .filter((word) => !STOP_WORDS.has(word))
    .join(', ');
}

function doubtOf(candidate: Candidate, band: CalibrationBand, budget: number): string {
  const risk = ((1 - band.probability) * 100).toFixed(1);
  return (
    `"${candidate.question}" is alike (cosine ${candidate.cosine.toFixed(3)}), but answers would be wrong in about ${risk} % of such cases ` +
    `and the budget is ${(budget * 100).toFixed(1)} %`
  );
}
