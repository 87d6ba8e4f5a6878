import type { QuestionFacts } from './question-facts.policy.js';
import { isParticiple, stem } from './stemming.policy.js';

/** Returns a plain reason why the two can't share an answer, or undefined. */
type Guard = (asked: QuestionFacts, stored: QuestionFacts) => string | undefined;

type ListFact = { [Key in keyof QuestionFacts]: QuestionFacts[Key] extends readonly string[] ? Key : never }[keyof QuestionFacts];

function mustAgree(fact: ListFact, what: string): Guard {
  return (asked, stored) => {
    if (sameList(asked[fact], stored[fact])) return undefined;
    return `${what} differ: ${shown(asked[fact])} against ${shown(stored[fact])}`;
  };
}

const questionTypes: Guard = (asked, stored) =>
  asked.type === stored.type ? undefined : `one asks "${asked.type}", the other "${stored.type}"`;

/** "How long" may be answered by what "for how many days" was; days and hours asked for may not. */
const askedUnits: Guard = (asked, stored) =>
  asked.askedUnit === undefined || stored.askedUnit === undefined || asked.askedUnit === stored.askedUnit
    ? undefined
    : `one asks for ${asked.askedUnit}s, the other for ${stored.askedUnit}s`;

const parts: Guard = (asked, stored) =>
  asked.marks === stored.marks && asked.questionWords === stored.questionWords ? undefined : 'one of them asks something more';

const tense: Guard = (asked, stored) => (asked.past === stored.past ? undefined : 'one is about the past, the other is not');

const advice: Guard = (asked, stored) => (asked.advice === stored.advice ? undefined : 'one asks what should be, the other what is');

/** A name of one side must at least be said on the other; a missing capital letter is no difference. */
const names: Guard = (asked, stored) => {
  const missing = [...unsaid(asked, stored), ...unsaid(stored, asked)];
  return missing.length === 0 ? undefined : `a name stands on one side only: ${missing.join(', ')}`;
};

function unsaid(from: QuestionFacts, to: QuestionFacts): string[] {
  const said = new Set(to.tokens.map((token) => stem(token.lower)));
  return from.entities.filter((name) => !said.has(name));
}

/** The same words in another order: "from A to B" against "from B to A". Active against passive voice is let through. */
const order: Guard = (asked, stored) => {
  const shared = new Set(asked.content.filter((word) => stored.content.includes(word)));
  const left = asked.content.filter((word) => shared.has(word));
  const right = stored.content.filter((word) => shared.has(word));
  if (left.length !== right.length || sameList(left, right) || changesVoice(asked, stored, left, right)) return undefined;
  return 'the same words stand in another order';
};

/** "Are daily snapshots kept" and "do we keep daily snapshots": one verb moves, a participle on one side, and nobody is named "by". */
function changesVoice(asked: QuestionFacts, stored: QuestionFacts, left: readonly string[], right: readonly string[]): boolean {
  if (asked.directions.length > 0 || stored.directions.length > 0) return false;
  const moved = left.filter((word) => sameList(without(left, word), without(right, word)));
  return moved.some((word) => isParticipleIn(asked, word) !== isParticipleIn(stored, word));
}

function isParticipleIn(facts: QuestionFacts, moved: string): boolean {
  return facts.tokens.some((token) => stem(token.lower) === moved && isParticiple(token.lower));
}

function without(words: readonly string[], word: string): string[] {
  return words.filter((other) => other !== word);
}

/** In the order of how much a reason tells the reader. */
const GUARDS: readonly Guard[] = [
  mustAgree('numbers', 'numbers'),
  mustAgree('units', 'units'),
  mustAgree('calendar', 'dates'),
  mustAgree('negations', 'negations'),
  mustAgree('quoted', 'quoted names'),
  questionTypes,
  askedUnits,
  mustAgree('comparatives', 'comparisons'),
  mustAgree('polar', 'opposites'),
  mustAgree('thirdPersons', 'persons'),
  names,
  parts,
  tense,
  advice,
  mustAgree('directions', 'directions'),
  order,
];

/** The first guard that forbids sharing an answer, as a plain reason; undefined when all let it pass. They hold whatever the cosine says. */
export function forbiddenBy(asked: QuestionFacts, stored: QuestionFacts): string | undefined {
  for (const guard of GUARDS) {
    const reason = guard(asked, stored);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function sameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word, at) => word === right[at]);
}

function shown(list: readonly string[]): string {
  return list.length === 0 ? 'none' : list.join(', ');
}
