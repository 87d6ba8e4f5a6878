// Do two answers to one question say the same? Three-valued: what is neither plainly the same nor plainly another answer stays undecided.
import { english, withoutListMarks } from '@docmind/language';
import { MAX_COMPARABLE_CHARS } from '../../likeness/similarity.policy.js';
import { factsOf, type QuestionFacts } from '../../likeness/question-facts.policy.js';

export type AnswerComparison = 'same' | 'different' | 'undecided';

/** Cosines of whole answers, found on the cases of the spec: the same in other words lay above 0.79, others below 0.78 but for one word. */
const SAME_COSINE = 0.85;
const OTHER_COSINE = 0.6;
/** Nothing in common beside the question's own words, and not this much alike: a synonym would be. */
const APART_COSINE = 0.8;

/** In a longer answer the other side may have said it elsewhere. */
const SHORT_WORDS = 12;
/** As much as a sentence adds around the word that is the answer. */
const WORDS_AROUND = 8;

const { isNegation } = english.guards;

interface Said {
  readonly facts: QuestionFacts;
  /** What carries the meaning and wasn't in the question. */
  readonly own: ReadonlySet<string>;
  readonly start: 'yes' | 'no' | undefined;
  readonly negated: boolean;
}

/** @param cosine of the two answers' vectors */
export function compareAnswers(question: string, kept: string, fresh: string, cosine: number): AnswerComparison {
  const [left, right] = [kept, fresh].map((answer) => answer.slice(0, MAX_COMPARABLE_CHARS).trim()) as [string, string];
  if (english.questions.normalise(left) === english.questions.normalise(right)) return 'same';
  if ([left, right].some(english.talk.opensWithRegret)) return 'undecided';
  const asked = new Set(factsOf(question).stems);
  return comparisonOf(saidIn(left, asked), saidIn(right, asked), asked, cosine);
}

function comparisonOf(one: Said, other: Said, asked: ReadonlySet<string>, cosine: number): AnswerComparison {
  if (contradict(one, other) || areApart(one, other, cosine)) return 'different';
  if (mayAgree(one, other, asked) && (contains(one, other) || cosine >= SAME_COSINE)) return 'same';
  return cosine <= OTHER_COSINE ? 'different' : 'undecided';
}

function saidIn(answer: string, asked: ReadonlySet<string>): Said {
  const facts = factsOf(withoutListMarks(answer));
  const words = facts.content.filter((word) => !asked.has(word) && !isNegation(word) && !english.words.questionStopWords.has(word));
  const start = english.talk.yesOrNo(facts.tokens);
  return { facts, own: new Set(words), start, negated: facts.negations.includes('not') };
}

/** What can't both be right, however alike it sounds. */
function contradict(one: Said, other: Said): boolean {
  if (startOtherwise(one, other) || otherNumbers(one.facts.numbers, other.facts.numbers)) return true;
  if (!isShort(one) || !isShort(other)) return false;
  return saysOpposite(one.facts, other.facts) || saysOtherName(one.facts, other.facts) || isDenied(one, other);
}

/** Yes against no. */
function startOtherwise(one: Said, other: Said): boolean {
  return one.start !== undefined && other.start !== undefined && one.start !== other.start;
}

/** None in common, and of one kind: 35 days and 30 days, not 7 days and 1 week. */
function otherNumbers(left: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 || right.length === 0 || left.some((number) => right.includes(number))) return false;
  const units = new Set(left.map(unitOf));
  return right.some((number) => units.has(unitOf(number)));
}

function unitOf(number: string): string {
  return number.replace(/^\S+\s?/u, '');
}

function isShort({ facts }: Said): boolean {
  return facts.content.length <= SHORT_WORDS;
}

function saysOpposite(left: QuestionFacts, right: QuestionFacts): boolean {
  return [...left.opposites].some(([group, said]) => {
    const others = right.opposites.get(group) ?? [];
    return others.length > 0 && !said.some((word) => others.includes(word));
  });
}

function saysOtherName(left: QuestionFacts, right: QuestionFacts): boolean {
  return onlyIn(left.names, right.stems).length > 0 && onlyIn(right.names, left.stems).length > 0;
}

/** The same words, with a "not" on one side. */
function isDenied(one: Said, other: Said): boolean {
  const words = ({ facts }: Said): string =>
    [...new Set(facts.content)]
      .filter((word) => !isNegation(word))
      .sort()
      .join(' ');
  return one.negated !== other.negated && words(one) === words(other);
}

function areApart(one: Said, other: Said, cosine: number): boolean {
  if (cosine >= APART_COSINE || !isShort(one) || !isShort(other) || one.own.size === 0 || other.own.size === 0) return false;
  return ![...one.own].some((word) => other.own.has(word));
}

/** Nothing speaks against it: no name, denial, opposite or other number stands on one side only. */
function mayAgree({ facts: left, negated }: Said, other: Said, asked: ReadonlySet<string>): boolean {
  const { facts: right } = other;
  const numbers = within(left.numbers, right.numbers) || within(right.numbers, left.numbers);
  const names = [...onlyIn(left.names, right.stems), ...onlyIn(right.names, left.stems)].filter((name) => !asked.has(name));
  return numbers && names.length === 0 && negated === other.negated && !saysOpposite(left, right);
}

/** One says what the other says, with some words around it. */
function contains(one: Said, other: Said): boolean {
  const [less, more] = one.own.size <= other.own.size ? [one, other] : [other, one];
  if (less.own.size === 0 || more.own.size > less.own.size + WORDS_AROUND) return false;
  const limits = (said: Said): string => said.facts.comparatives.join(' ');
  return [...less.own].every((word) => more.own.has(word)) && limits(less) === limits(more) && sameNumbers(less.facts, more.facts);
}

function sameNumbers(left: QuestionFacts, right: QuestionFacts): boolean {
  return left.numbers.length === 0 || left.numbers.join('|') === right.numbers.join('|');
}

function within(part: readonly string[], whole: readonly string[]): boolean {
  return part.every((one) => whole.includes(one));
}

function onlyIn(names: readonly string[], words: readonly string[]): string[] {
  return names.filter((name) => !words.includes(name));
}
