// Text as PostgreSQL's parser is given it: nothing in it that it would read as an address, a version or a path.
import { pairedLetters } from '@docmind/language';

const ACCENTS = /[\u0300-\u036f]+/gu;
const BETWEEN = /[^\p{L}\p{N}\p{M}]+/gu;

/** Letters and digits with spaces between, without marks, as SQLite's tokeniser sees them; pairs of letters where a script sets no spaces. */
export function wordsOf(text: string): string {
  // Thai and its neighbours write vowels as marks: only those that can be taken off a letter go.
  return pairedLetters(text).normalize('NFKD').replace(ACCENTS, '').normalize('NFC').replace(BETWEEN, ' ').trim().toLowerCase();
}

export function countOf(words: string): number {
  return words === '' ? 0 : words.split(' ').length;
}

/** For a search whatever the case; undefined where PostgreSQL's own lower() of English letters gives the same. */
export function foldedOf(text: string): string | undefined {
  const folded = text.toLowerCase();
  return folded === text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase()) ? undefined : folded;
}
