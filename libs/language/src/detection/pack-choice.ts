// Which language's words a text is read by. The detector of `language-detector.ts` knows sixty languages and takes 30 MB; to choose among the
// few that have a pack, their little words are enough, and what nothing tells is English.
import { chinese } from '../chinese/chinese.pack.js';
import { english } from '../english/english.pack.js';
import { FRENCH_JOINTS } from '../french/french.joints.js';
import { french } from '../french/french.pack.js';
import { GERMAN_JOINTS } from '../german/german.joints.js';
import { german } from '../german/german.pack.js';
import { japanese } from '../japanese/japanese.pack.js';
import type { LanguagePack } from '../pack/language-pack.js';
import { SPANISH_JOINTS } from '../spanish/spanish.joints.js';
import { spanish } from '../spanish/spanish.pack.js';

/** As far as a text is read for its language. */
const READ_CHARS = 2_000;
/** A letter of one language alone counts as one little word. */
const LETTERS: readonly (readonly [LanguagePack, RegExp])[] = [
  [german, /[äöüß]/iu],
  [french, /[àâçêëîïôûœ]|(?<![\p{L}])[ldjnsmtc]['’]\p{L}|qu['’]/iu],
  [spanish, /[ñ¿¡]|\p{L}ción(?!\p{L})/iu],
];
const LETTERS_A_SIGN = 5;
/** "Parken erlaubt?" has no other little word than what it asks by. */
const ASKS: ReadonlyMap<LanguagePack, RegExp> = new Map([
  [german, GERMAN_JOINTS.asks],
  [french, FRENCH_JOINTS.asks],
  [spanish, SPANISH_JOINTS.asks],
]);
/** A longer text has little words enough. */
const SHORT_WORDS = 8;
const SPACED: readonly LanguagePack[] = [german, french, spanish];
const isEnglish = (word: string): boolean => english.words.questionStopWords.has(word);

export function packOf(text: string): LanguagePack {
  const read = text.slice(0, READ_CHARS);
  if (isWrittenIn(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu, read))
    return /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(read) ? japanese : chinese;
  const said = [...new Set(read.toLowerCase().match(/\p{L}+/gu))];
  const [best] = SPACED.map((pack) => ({ pack, signs: signsOf(pack, read, said) })).sort((left, right) => right.signs - left.signs);
  return best !== undefined && best.signs > said.filter((word) => isEnglish(word) && !best.pack.words.questionStopWords.has(word)).length
    ? best.pack
    : english;
}

/** "Yuan (元朝) means origin" is English: a sign stands for a few letters, and there must be as many of them. */
function isWrittenIn(signs: RegExp, text: string): boolean {
  const own = text.match(signs)?.length ?? 0;
  return own > 0 && own * LETTERS_A_SIGN >= (text.match(/\p{L}/gu)?.length ?? 0) - own;
}

/** How many of its little words are said that English hasn't. */
function signsOf(pack: LanguagePack, text: string, said: readonly string[]): number {
  const letters = LETTERS.find(([of]) => of === pack)?.[1];
  const asks = said.length <= SHORT_WORDS ? ASKS.get(pack) : undefined;
  const isSign = (word: string): boolean => pack.words.questionStopWords.has(word) || asks?.test(word) === true;
  return said.filter((word) => word.length > 1 && !isEnglish(word) && isSign(word)).length + (letters?.test(text) ? 1 : 0);
}
