import { isSpace, oneOf, withoutEnd } from '../../text/characters.js';
import { Phrases } from '../../text/phrases.js';
import { PlacedWords } from '../../text/placed-words.js';
import { CLOSERS, OPENERS } from './follow-up-words.js';

const openers = new Phrases(OPENERS);
const LONGEST_OPENER = 4;
const isMark = oneOf('.,;:!–—');

/** What is said behind "and", "what about" and before "too"; and whether it had any of them. */
export function withoutFrame(text: string): { readonly text: string; readonly isLeaning: boolean } {
  const words = new PlacedWords(text);
  const opening = Array.from({ length: LONGEST_OPENER }, (_, at) => words.bareAt(at));
  const start = openers.lengthAt(opening, 0);
  const closes = words.count - start > 1 && CLOSERS.includes(words.bareAt(words.count - 1));
  const end = closes ? words.count - 1 : words.count;
  if (start === 0 && !closes) return { text: text.trim(), isLeaning: false };
  const bare = withoutEnd(words.slice(start, end), (char) => isMark(char) || isSpace(char));
  const mark = text.trimEnd().endsWith('?') && !bare.endsWith('?') ? '?' : '';
  return { text: `${bare}${mark}`, isLeaning: true };
}
