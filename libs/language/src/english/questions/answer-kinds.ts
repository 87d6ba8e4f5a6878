import type { AnswerKind } from '../../pack/language-pack.js';
import { words } from '../../text/word-lists.js';
import { DAYS, MONTHS } from '../numbers/calendar.js';
import { ONES, TENS } from '../numbers/number-words.js';
import { wordsIn } from '../words/content-words.js';
import { oppositesIn } from '../words/opposites.js';
import { stem } from '../words/stems.js';
import { QUESTION_STOP_WORDS } from '../words/stop-words.js';
import { isWho } from './people.js';
import { AUXILIARIES, MEASURES, TIME_UNITS } from './question-words.js';

/** What is asked for after "what" or "which". */
export const TIME_NOUNS = words('century date day decade month period time year');
export const AMOUNT_NOUNS = words('amount fraction number percent percentage population proportion');
export const PLACE_NOUNS = words(
  'area city continent country district island location nation ocean place province region river sea state street town',
);

/** What tells that a sentence holds such a thing. */
export const TIMES = words(
  'after autumn before century daily decade during immediately midnight morning night noon now once since soon spring summer today until weekdays weekends when winter within yesterday',
);
export const BEFORE_PLACES = words('across along at east from in inside near north on outside south to west');
/** "As", "for" and "to" may tell a reason; a sentence without any of these tells none. */
export const REASONS = words(
  'as because by cause caused due fear for hence knowing led made owing reason reasons result since so therefore thus to why',
);
/** Numbers that a sentence may answer "how many" with; "zero" says there are none. */
export const AMOUNTS = words(
  'annually billion both daily dozen dozens every few half hourly hundred hundreds many million millions monthly most none once quarter quarterly several third thousand thousands twice unlimited weekly yearly',
);

function anyOf(...lists: readonly (readonly string[])[]): string {
  return `(?:${lists.flat().join('|')})`;
}

const asked = (pattern: string): RegExp => new RegExp(String.raw`\b${pattern}\b`, 'iu');
/** Asks where a verb follows: "when he left, what did he take" and "does it count when I pay late" ask for no time. */
const WHEN = `when(?:['’]s|(?: exactly| precisely)? ${anyOf([...AUXILIARIES.keys()])})`;
const KINDS: readonly (readonly [AnswerKind, RegExp])[] = [
  ['person', asked('(?:who|whom|whose)')],
  ['time', asked(String.raw`(?:${WHEN}|(?:what|which) ${anyOf(TIME_NOUNS)})`)],
  ['amount', asked(`(?:how ${anyOf(MEASURES, ['often'])}|what ${anyOf(AMOUNT_NOUNS)})`)],
  ['place', asked(`(?:where|(?:what|which) ${anyOf(PLACE_NOUNS)})`)],
  ['reason', asked('why')],
];

export function answerKindOf(question: string): AnswerKind | undefined {
  const asked = withoutAcronyms(question);
  return KINDS.find(([, pattern]) => pattern.test(asked))?.[0];
}

/** "When was the WHO founded?" asks for nobody. */
function withoutAcronyms(question: string): string {
  return /\p{Ll}/u.test(question) ? question.replace(/(?<=\p{L}\s)\p{Lu}{2,}(?!\p{L})/gu, 'X') : question;
}

/** "Lenin asserted ...", "the geographic scholars": a name that opens a sentence looks like any word, and many who do something end alike. */
const MANY_WHO_DO = /\p{L}(?:ers|ians|ists|ors)\b/u;
const OPENING = /^\p{Lu}\p{L}*/u;

function saysWho(sentence: string): boolean {
  const opening = OPENING.exec(sentence)?.[0].toLowerCase();
  return (opening !== undefined && !isPlainWord(opening)) || MANY_WHO_DO.test(sentence) || wordsIn(sentence).some(isWho);
}

/** What has an opposite is nobody's name: "Daily snapshots are kept." */
function isPlainWord(word: string): boolean {
  return QUESTION_STOP_WORDS.has(word) || oppositesIn([word], [stem(word)]).size > 0;
}

/** A figure of three or four digits is a year where it may be one: extension 3010 is none. */
const SAYS_TIME = asked(
  String.raw`(?:\d{3,4}s|1\d{3}|20\d{2}|(?:by|in|of|since|until) \d{3,4}|\d{1,2}(?:st|nd|rd|th)|\d{1,2}[:.]\d{2}|\d{1,2} ?[ap]m|${anyOf(
    MONTHS.filter((month) => month !== 'may'),
    DAYS,
    TIMES,
    TIME_UNITS,
  )})`,
);
/** "You may leave" says no time. */
const IN_MAY = /\bMay\b/u;
/** "Three months' notice" says how long; "in three months", "three months before" and "every three months" say when. */
const DURATION = new RegExp(
  String.raw`(?<!\b(?:in|within|after|before|every|each|until|since|first|last|next|past|by|at) )\b(?:\d+|${anyOf(ONES, TENS, ['an?'])})[ -]${anyOf(TIME_UNITS)}\b(?!['’]? (?:ago|later|earlier|before|after|from|prior|in advance|following|beforehand)\b)`,
  'giu',
);
const SAYS_PLACE = new RegExp(String.raw`\b${anyOf(BEFORE_PLACES)}\s+(?:the\s+)?\p{L}`, 'iu');
/** "No prawns: Hanna gets a rash." */
const SAYS_REASON = new RegExp(String.raw`\b(?:${anyOf(REASONS)})\b|[\p{L}\p{N}][:;]\s|\s[–—-]\s`, 'iu');
const SAYS_AMOUNT = asked(`(?:${anyOf(ONES.slice(1), TENS, AMOUNTS)}|an? ${anyOf(TIME_UNITS)})`);

export function hasNumber(text: string): boolean {
  return /\d/u.test(text) || SAYS_AMOUNT.test(text);
}

/** Whether a sentence holds something of the kind that is asked for. @param newNames names in it that the question doesn't have */
export function holdsKind(kind: AnswerKind, sentence: string, newNames: number): boolean {
  switch (kind) {
    case 'person':
      return newNames > 0 || saysWho(sentence);
    case 'time':
      return IN_MAY.test(sentence) || SAYS_TIME.test(sentence.replace(DURATION, ' '));
    case 'amount':
      return hasNumber(sentence);
    case 'place':
      return newNames > 0 || SAYS_PLACE.test(sentence);
    case 'reason':
      return SAYS_REASON.test(sentence);
  }
}
