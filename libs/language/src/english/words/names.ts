import type { Token } from '../../text/tokens.js';
import { CALENDAR } from '../numbers/calendar.js';
import { UNITS } from '../numbers/units.js';
import { CONTENT_STOP_WORDS, QUESTION_STOP_WORDS } from './stop-words.js';

/** Capitalised within a sentence, in capitals anywhere, or a single letter. */
export function isName({ surface, lower, opening }: Token): boolean {
  if (/^\p{L}$/u.test(surface)) return !opening && !['I', 'a', 'i'].includes(surface);
  if (!/^\p{Lu}/u.test(surface) || UNITS.has(lower) || CALENDAR.has(lower)) return false;
  return /^\p{Lu}{2,}/u.test(surface) || !(opening || QUESTION_STOP_WORDS.has(lower));
}

/** As far back as a sentence's start is looked for. */
const BEFORE = 8;
const SENTENCE_START = /(?:^|[.!?:]["”')]?\s{1,8}|\n\s{0,8}(?:[-*]\s{1,8})?)$/u;

/** Capitalised words of a running text as they are written. The first of a sentence may be a plain word, so it counts only with inner capitals. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}_])\p{Lu}[\p{L}\p{N}]+/gu)].flatMap(({ 0: word, index }) => {
    const opens = SENTENCE_START.test(text.slice(Math.max(0, index - BEFORE), index));
    return CONTENT_STOP_WORDS.has(word.toLowerCase()) || (opens && !/.\p{Lu}/u.test(word)) ? [] : [word];
  });
}
