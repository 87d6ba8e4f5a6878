// What the file says of each model: coefficients by name, the threshold, and what was measured on documents left out.
import { TOKEN_FEATURES, WORD_FEATURES } from '../../services/orchestrator/dist/grounding/evidence/answerability.policy.js';
import { ALIGNED_SENTENCES } from '../../services/orchestrator/dist/grounding/evidence/evidence-rules.policy.js';
import { chanceOf, crossFitted, fit, outcomesOf, thresholdFor, tokenFeatures, wordFeatures } from './fit.mjs';

const DIGITS = 4;
const FEATURES = { words: [WORD_FEATURES, wordFeatures], wordsAndTokens: [[...WORD_FEATURES, ...TOKEN_FEATURES], tokenFeatures] };
const SHOWN_EVERY = 500;

export function resultOf(kind, questions, wrongShare) {
  const [names, features] = FEATURES[kind];
  const documents = [...new Set(questions.map(({ document }) => document))];
  const found = crossFitted(questions, features, documents);
  const threshold = thresholdFor(found, wrongShare);
  const { intercept, coefficients } = fit(questions, features);
  const proven = Object.fromEntries(Object.entries(outcomesOf(found, threshold)).map(([name, value]) => [name, rounded(value)]));
  return {
    found,
    intercept: rounded(intercept),
    coefficients: Object.fromEntries(names.map((name, at) => [name, rounded(coefficients[at])])),
    threshold: rounded(threshold),
    proven,
  };
}

/** Only the sentences that the words speak for are worth the embedder's time, as when serving; the others are dropped. */
export async function addTokens(questions, { intercept, coefficients }, { align }, log) {
  const model = { intercept, coefficients: WORD_FEATURES.map((name) => coefficients[name]) };
  let done = 0;
  for (const question of questions) {
    question.candidates = question.candidates
      .map((candidate) => ({ ...candidate, byWords: chanceOf(model, wordFeatures(candidate)) }))
      .sort((left, right) => right.byWords - left.byWords)
      .slice(0, ALIGNED_SENTENCES);
    if (question.candidates.length > 0) {
      const { alignments } = await align({ question: question.question, texts: question.candidates.map(({ inContext }) => inContext) });
      question.candidates.forEach((candidate, at) => (candidate.tokens = alignments[at]));
    }
    done += 1;
    if (done % SHOWN_EVERY === 0) log(`${done} of ${questions.length} questions aligned`);
  }
}

const rounded = (value) => Number(value.toFixed(DIGITS));
