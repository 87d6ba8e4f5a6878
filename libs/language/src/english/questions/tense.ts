import { words } from '../../text/word-lists.js';
import { AUXILIARIES } from './question-words.js';
import { AMBIGUOUS_FORMS, IRREGULAR_FORMS } from '../words/irregular-forms.js';

const PAST_AUXILIARIES = words('did had was were');
const PERFECT_AUXILIARIES = words('has have');
const SUBJECTS = words('what which who');

/** What else in the list of irregular forms is no verb. */
const NOUNS = words('child datum foot man mouse news person woman');
const IRREGULAR_PASTS: ReadonlySet<string> = new Set(
  [...IRREGULAR_FORMS, ...AMBIGUOUS_FORMS]
    .filter(([base = '']) => !NOUNS.includes(base))
    .flatMap(([, ...forms]) => forms.filter((form) => !/(?:s|ing)$/u.test(form))),
);

/** "Did they", "has it arrived", "who wrote": whether the question is about what was. */
export function isAboutThePast(lower: readonly string[]): boolean {
  return lower.some((word) => PAST_AUXILIARIES.includes(word)) || isPerfect(lower) || isPlainPast(lower);
}

/** "Is being built": begun and not done, where "is built" is done or a rule. */
export function isUnderWay(lower: readonly string[]): boolean {
  const at = lower.indexOf('being');
  return at !== -1 && lower.slice(at + 1).some(isPast);
}

/** "Have paid", "has it been paid"; "have to" says what must be. */
function isPerfect(lower: readonly string[]): boolean {
  const at = lower.findIndex((word, place) => PERFECT_AUXILIARIES.includes(word) && lower[place + 1] !== 'to');
  return at !== -1 && lower.slice(at + 1).some(isPast);
}

/** "Who lived there", "which tests failed": the first verb has no other before it. "Which rooms are heated" is about the present. */
function isPlainPast(lower: readonly string[]): boolean {
  return SUBJECTS.includes(lower[0] ?? '') && !lower.some((word) => AUXILIARIES.has(word)) && lower.some(isPast);
}

function isPast(word: string): boolean {
  return IRREGULAR_PASTS.has(word) || word === 'been' || (/(?:.[^e]|agre)ed$/u.test(word) && word !== 'hundred');
}
