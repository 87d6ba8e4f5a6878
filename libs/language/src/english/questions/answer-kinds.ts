import type { AnswerKind } from '../../pack/language-pack.js';
import { words } from '../../text/word-lists.js';
import { DAYS, MONTHS } from '../numbers/calendar.js';
import { ONES } from '../numbers/number-words.js';
import { MEASURES } from './question-words.js';

/** What is asked for after "what" or "which". */
export const TIME_NOUNS = words('century date day decade month period time year');
export const AMOUNT_NOUNS = words('amount fraction number percent percentage population proportion');
export const PLACE_NOUNS = words(
  'area city continent country district island location nation ocean place province region river sea state street town',
);

/** What tells that a sentence holds such a thing. */
export const PEOPLE = words('army duke emperor government group he king leader manager men party people queen she staff team they women');
export const TIMES = words('after autumn before century decade during morning night since spring summer today until when winter yesterday');
export const BEFORE_PLACES = words('across along at east from in inside near north on outside south to west');
export const REASONS = words('because cause caused due led reason result since therefore thus to');
/** Numbers that a sentence may answer "how many" with; "zero" says there are none. */
export const AMOUNTS = words('billion both dozen few half hundred many million most none once quarter several third thousand twice');

function anyOf(...lists: readonly (readonly string[])[]): string {
  return `(?:${lists.flat().join('|')})`;
}

const asked = (pattern: string): RegExp => new RegExp(String.raw`\b${pattern}\b`, 'iu');
const KINDS: readonly (readonly [AnswerKind, RegExp])[] = [
  ['person', asked('(?:who|whom|whose)')],
  ['time', asked(`(?:when|(?:what|which) ${anyOf(TIME_NOUNS)})`)],
  ['amount', asked(`(?:how ${anyOf(MEASURES, ['often'])}|what ${anyOf(AMOUNT_NOUNS)})`)],
  ['place', asked(`(?:where|(?:what|which) ${anyOf(PLACE_NOUNS)})`)],
  ['reason', asked('why')],
];

export function answerKindOf(question: string): AnswerKind | undefined {
  return KINDS.find(([, pattern]) => pattern.test(question))?.[0];
}

const SAYS_PEOPLE = asked(anyOf(PEOPLE));
const SAYS_TIME = asked(String.raw`(?:\d{3,4}|\d{1,2}(?:st|nd|rd|th)|${anyOf(MONTHS, DAYS, TIMES)})`);
const SAYS_PLACE = new RegExp(String.raw`\b${anyOf(BEFORE_PLACES)}\s+(?:the\s+)?\p{L}`, 'iu');
const SAYS_REASON = asked(`(?:${anyOf(REASONS)}|so that|in order)`);
const SAYS_AMOUNT = asked(anyOf(ONES.slice(1, 13), AMOUNTS));

export function hasNumber(text: string): boolean {
  return /\d/u.test(text) || SAYS_AMOUNT.test(text);
}

/** Whether a sentence holds something of the kind that is asked for. @param newNames names in it that the question doesn't have */
export function holdsKind(kind: AnswerKind, sentence: string, newNames: number): boolean {
  switch (kind) {
    case 'person':
      return newNames > 0 || SAYS_PEOPLE.test(sentence);
    case 'time':
      return SAYS_TIME.test(sentence);
    case 'amount':
      return hasNumber(sentence);
    case 'place':
      return newNames > 0 || SAYS_PLACE.test(sentence);
    case 'reason':
      return SAYS_REASON.test(sentence);
  }
}
