import type { Token } from '../text/tokens.js';
import { CALENDAR } from './numbers/calendar.js';
import { UNITS } from './numbers/units.js';
import { QUESTION_STOP_WORDS } from './words/stop-words.js';

/** Capitalised within a sentence, in capitals anywhere, or a single letter. */
export function isName({ surface, lower, opening }: Token): boolean {
  if (/^\p{L}$/u.test(surface)) return !opening && !['I', 'a', 'i'].includes(surface);
  if (!/^\p{Lu}/u.test(surface) || UNITS.has(lower) || CALENDAR.has(lower)) return false;
  return /^\p{Lu}{2,}/u.test(surface) || !(opening || QUESTION_STOP_WORDS.has(lower));
}
