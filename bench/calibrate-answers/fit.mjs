// Fits the two models of evidence, and measures each on documents that its fit has not seen.
import { fitLogistic } from '../../services/cache/dist/likeness/fitting/logistic.policy.js';
import { LEAD_FEATURES, TOKEN_FEATURES, WORD_FEATURES } from '../../services/orchestrator/dist/grounding/evidence/answerability.policy.js';

const PENALTY = 10;
/** There are fewer everyday questions than those of the articles, and they are more like what people ask. */
const WEIGHTS = { articles: 1, everyday: 3 };
/** Each article is left out once; of the many small documents a fifth. */
const FIFTHS = 5;

export const wordFeatures = ({ words }) => WORD_FEATURES.map((name) => words[name]);
export const tokenFeatures = ({ words, tokens, leads }) => [
  ...WORD_FEATURES.map((name) => words[name]),
  ...TOKEN_FEATURES.map((name) => tokens[name]),
  ...LEAD_FEATURES.map((name) => leads[name]),
];

/** Sentences that hold the answer beside the passage that was asked of are left out: nobody said whether they answer. */
function observationsOf(questions, features) {
  return questions.flatMap(({ candidates, set }) =>
    candidates
      .filter(({ right, ofPassage }) => ofPassage || !right)
      .map((candidate) => ({ features: features(candidate), is: candidate.right && candidate.ofPassage, weight: WEIGHTS[set] })),
  );
}

export function fit(questions, features) {
  return fitLogistic(observationsOf(questions, features), PENALTY);
}

export function chanceOf({ intercept, coefficients }, features) {
  return 1 / (1 + Math.exp(-coefficients.reduce((sum, value, at) => sum + value * features[at], intercept)));
}

/** The best sentence of each question with its chance, by a model of other documents' questions. */
export function crossFitted(questions, features) {
  const modelOf = othersModels(questions, features);
  return questions.map((question) => bestOf(question, modelOf(question), features));
}

/** For each question the model of the other documents' questions. */
export function othersModels(questions, features) {
  const parts = new Set(questions.map(partOf));
  const models = new Map(
    [...parts].map((part) => [
      part,
      fit(
        questions.filter((question) => partOf(question) !== part),
        features,
      ),
    ]),
  );
  return (question) => models.get(partOf(question));
}

function partOf({ set, document }) {
  return set === 'articles' ? document : `${set}, ${Number(document.split(' ').at(-1)) % FIFTHS}`;
}

function bestOf({ question, answers, document, set, candidates }, model, features) {
  const rated = candidates.map((candidate) => ({ candidate, chance: candidate.bound(chanceOf(model, features(candidate)), 0) }));
  const best = rated.reduce((top, next) => (next.chance > top.chance ? next : top), { chance: 0, candidate: undefined });
  return {
    question,
    document,
    set,
    answerable: answers.length > 0,
    right: best.candidate?.right === true,
    chance: best.chance,
    candidate: best.candidate?.candidate,
  };
}

/** The lowest threshold that keeps wrong sentences within the share of the answerable questions. */
export function thresholdFor(found, wrongShare) {
  const wrong = found.filter(({ answerable, right }) => answerable && !right).map(({ chance }) => chance);
  const allowed = Math.floor(wrongShare * found.filter(({ answerable }) => answerable).length);
  return wrong.sort((left, right) => right - left)[allowed] ?? 0;
}

export function outcomesOf(found, threshold) {
  const answerable = found.filter((one) => one.answerable);
  const unanswerable = found.filter((one) => !one.answerable);
  const right = answerable.filter((one) => one.right);
  const share = (list, of) => (of.length === 0 ? 0 : list.length / of.length);
  return {
    rightButRefused: share(
      right.filter(({ chance }) => chance <= threshold),
      right,
    ),
    unanswerableRefused: share(
      unanswerable.filter(({ chance }) => chance <= threshold),
      unanswerable,
    ),
    wrongButGrounded: share(
      answerable.filter((one) => !one.right && one.chance > threshold),
      answerable,
    ),
    right: share(
      right.filter(({ chance }) => chance > threshold),
      answerable,
    ),
  };
}
