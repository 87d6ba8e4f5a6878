// What the file says of each model: coefficients by name, the threshold, and what was measured on documents left out.
import {
  LEAD_FEATURES,
  leadsOf,
  TOKEN_FEATURES,
  WORD_FEATURES,
} from '../../services/orchestrator/dist/grounding/evidence/answerability.policy.js';
import { ALIGNED_SENTENCES } from '../../services/orchestrator/dist/grounding/evidence/evidence-rules.policy.js';
import { chanceOf, crossFitted, fit, othersModels, outcomesOf, thresholdFor, tokenFeatures, wordFeatures } from './fit.mjs';

const DIGITS = 4;
export const FEATURES = {
  words: [WORD_FEATURES, wordFeatures],
  wordsAndTokens: [[...WORD_FEATURES, ...TOKEN_FEATURES, ...LEAD_FEATURES], tokenFeatures],
};
const SHOWN_EVERY = 500;

/** The threshold keeps the articles and the everyday documents, each left out of the fit once, within the share of wrong answers. */
export function resultOf(kind, questions, wrongShare) {
  const [names, features] = FEATURES[kind];
  const found = crossFitted(questions, features);
  const of = (set) => found.filter((one) => one.set === set);
  const threshold = Math.max(...['articles', 'everyday'].map((set) => thresholdFor(of(set), wrongShare)));
  const model = fit(questions, features);
  return {
    found: of('articles'),
    intercept: rounded(model.intercept),
    coefficients: Object.fromEntries(names.map((name, at) => [name, rounded(model.coefficients[at])])),
    threshold: rounded(threshold),
    proven: shown(outcomesOf(of('articles'), threshold)),
    everyday: shown(outcomesOf(of('everyday'), threshold)),
  };
}

const shown = (outcomes) => Object.fromEntries(Object.entries(outcomes).map(([name, value]) => [name, rounded(value)]));

/**
 * Only the sentences that the words speak for are worth the embedder's time, as when serving; the others are dropped. Those of a question are chosen by
 * a model that hasn't seen its document.
 */
export async function addTokens(questions, { align }, log) {
  const modelOf = othersModels(questions, wordFeatures);
  let done = 0;
  for (const question of questions) {
    const model = modelOf(question);
    question.candidates = question.candidates
      .map((candidate) => ({ ...candidate, byWords: chanceOf(model, wordFeatures(candidate)) }))
      .sort((left, right) => right.byWords - left.byWords)
      .slice(0, ALIGNED_SENTENCES);
    if (question.candidates.length > 0) {
      const { alignments } = await align({ question: question.question, texts: question.candidates.map(({ inContext }) => inContext) });
      const leads = leadsOf(alignments);
      question.candidates.forEach((candidate, at) => Object.assign(candidate, { tokens: alignments[at], leads: leads[at] }));
    }
    done += 1;
    if (done % SHOWN_EVERY === 0) log(`${done} of ${questions.length} questions aligned`);
  }
}

const rounded = (value) => Number(value.toFixed(DIGITS));
