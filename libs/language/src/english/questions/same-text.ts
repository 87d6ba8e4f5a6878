import { isSpace, oneOf, withoutEnd, withoutStart } from '../../text/characters.js';
import { inForm } from '../../text/forms.js';
import { holdsSigns } from '../../text/signs.js';
import { words } from '../../text/word-lists.js';

/** Pronouns and the like that are another word in capitals. */
export const CAPITALS_MATTER = words('aids all am an and are as at be by can do he if in is it may me no of on or pin so to up us we who');
const OTHER_IN_CAPITALS: ReadonlySet<string> = new Set(CAPITALS_MATTER);

const isClosing = oneOf('?!.…。？！');
const isOpeningMark = oneOf(`("'“‘`);
const isClosingMark = oneOf(`)"'”’,;:`);

/**
 * What the exact tier calls the same text: case, runs of spaces and closing punctuation don't count, all else does; look-alike letters of
 * another alphabet are other letters. Words whose case is their meaning keep it: "US" is not "us", nor `getUser` `getuser`.
 * Text of several lines or with code in it stays as it is, because there spaces and marks have a meaning; only between the signs of a
 * formula that quotes nothing one space is as good as several.
 */
export function normaliseQuestion(text: string): string {
  const plain = inForm('NFC', text).trim();
  if (/[\n`{}]/u.test(plain)) return plain;
  if (holdsSigns(plain)) return /["']/u.test(plain) ? plain : plain.replace(/\s+/gu, ' ');
  const said = withoutEnd(plain.replace(/\s+/gu, ' '), (char) => isClosing(char) || isSpace(char)).split(' ');
  const shouted = said.length > 1 && !/\p{Ll}/u.test(plain);
  return said.map((word) => (shouted || !meansItsCase(word) ? inForm('NFC', word.toLowerCase()) : word)).join(' ');
}

/** Whether another case would make it another word: a name in code, a single letter, "US". */
function meansItsCase(word: string): boolean {
  const bare = withoutStart(withoutEnd(word, isClosingMark), isOpeningMark);
  if (!/^\p{L}+(?:['’-]\p{L}+)*$/u.test(bare)) return /\p{L}/u.test(word) && !/^\d+\p{L}{1,3}$/u.test(bare);
  if (/\p{Ll}\p{Lu}/u.test(bare)) return true;
  const lower = bare.toLowerCase();
  if (bare.length === 1) return lower !== 'a' && lower !== 'i';
  return bare === bare.toUpperCase() && OTHER_IN_CAPITALS.has(lower);
}
