import { inForm } from '../../text/forms.js';
import { type Token, tokensOf } from '../../text/tokens.js';

const CONTRACTIONS: readonly [RegExp, string][] = [
  [/[’‘]/gu, "'"],
  [/\bcan't\b/giu, 'can not'],
  [/\bcannot\b/giu, 'can not'],
  [/\bwon't\b/giu, 'will not'],
  [/\bshan't\b/giu, 'shall not'],
  [/n't\b/giu, ' not'],
  [/'re\b/giu, ' are'],
  [/'ve\b/giu, ' have'],
  [/'ll\b/giu, ' will'],
  [/'m\b/giu, ' am'],
  [/\b(what|who|where|when|how|why|it|that|there|here)'s\b/giu, '$1 is'],
  [/'s\b/giu, ''],
  [/(\d),(?=\d{3}\b)/gu, '$1'],
];

/** The text's words and numbers in order, contractions written out. */
export function tokenise(text: string): Token[] {
  return tokensOf(CONTRACTIONS.reduce((soFar, [from, to]) => soFar.replace(from, to), inForm('NFC', text)));
}
