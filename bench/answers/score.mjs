// What became of each question, and the shares that say how far answers can be believed.
import { wilson } from '../lib/figures/wilson.mjs';
import { contains } from './contains.mjs';

/** A refusal is told apart first: "the documents do not say" has the "not" of a right answer. */
export function outcomeOf(question, { mode, answer }) {
  if (mode === 'refused') return 'refused';
  if (question.answer === null) return 'answered';
  const isForbidden = (question.mustNotContain ?? []).some((one) => contains(answer, one));
  return isRight(question, answer) && !isForbidden ? 'right' : 'wrong';
}

function isRight({ mustContain }, text) {
  return mustContain.every((group) => group.some((one) => contains(text, one)));
}

/** @param {{question: object, reply: object}[]} asked */
export function scored(asked) {
  return asked.map(({ question, reply }) => ({
    ...question,
    grounded: reply.grounded,
    mode: reply.mode,
    isFound: question.answer !== null && isRight(question, reply.found.join('\n')),
    outcome: outcomeOf(question, reply),
  }));
}

const refused = ({ outcome }) => outcome === 'refused';

/** Each share of a list: what it counts, and of which of the questions. */
const SHARES = {
  right: [({ outcome }) => outcome === 'right', isAnswerable],
  wrong: [({ outcome }) => outcome === 'wrong', isAnswerable],
  refused: [refused, isAnswerable],
  right_but_refused: [(one) => refused(one) && one.isFound, isAnswerable],
  found: [({ isFound }) => isFound, isAnswerable],
  wrong_but_grounded: [({ outcome, grounded }) => outcome === 'wrong' && grounded, isAnswerable],
  unanswerable_refused: [refused, (one) => !isAnswerable(one)],
  unanswerable_grounded: [({ grounded }) => grounded, (one) => !isAnswerable(one)],
  absent_refused: [refused, ({ kind }) => kind === 'unanswerable-topic' || kind === 'unanswerable-entity'],
  topic_refused: [refused, ({ kind }) => kind === 'unanswerable-topic'],
  entity_refused: [refused, ({ kind }) => kind === 'unanswerable-entity'],
  near_miss_refused: [refused, ({ kind }) => kind === 'unanswerable-near-miss'],
  other_unit_refused: [refused, ({ kind }) => kind === 'unanswerable-unit'],
};

function isAnswerable({ answer }) {
  return answer !== null;
}

/** Every share with its interval and its number of questions, by name; those of no questions are left out. */
export function sharesOf(questions) {
  return Object.fromEntries(
    Object.entries(SHARES).flatMap(([name, [counts, of]]) => {
      const among = questions.filter(of);
      const found = wilson(among.filter(counts).length, among.length);
      return found === undefined ? [] : [[name, { ...found, samples: among.length }]];
    }),
  );
}

/** As `bench` prints figures: `right`, `right_low`, `right_high`. */
export function figuresOf(questions) {
  const shares = Object.entries(sharesOf(questions));
  return {
    figures: Object.fromEntries(
      shares.flatMap(([name, { share, low, high }]) => [
        [name, share],
        [`${name}_low`, low],
        [`${name}_high`, high],
      ]),
    ),
    samples: Object.fromEntries(shares.map(([name, { samples }]) => [name, samples])),
  };
}

/** A line each for people: right, wrong and refused of every kind, or of every language. */
export function tableBy(key, questions) {
  const values = [...new Set(questions.map((one) => one[key]))].sort();
  return values.map((value) => {
    const those = questions.filter((one) => one[key] === value);
    const count = (outcome) => those.filter((one) => one.outcome === outcome).length;
    const parts = ['right', 'wrong', 'refused', 'answered'].map((outcome) => `${outcome} ${count(outcome)}`);
    const grounded = those.filter((one) => one.grounded && one.outcome !== 'right').length;
    return `${value.padEnd(24)} ${String(those.length).padStart(4)}: ${parts.join(', ')}; grounded without being right ${grounded}`;
  });
}
