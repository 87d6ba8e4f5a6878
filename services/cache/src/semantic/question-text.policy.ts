/**
 * What the exact tier calls the same text: runs of spaces, closing punctuation and the first word's capital don't count, all else does:
 * "US" is not "us". Text of several lines or with code in it stays as it is, because there spaces and marks have a meaning.
 */
export function normaliseQuestion(text: string): string {
  const plain = text.normalize('NFC').trim();
  if (/[\n`{}]/u.test(plain)) return plain;
  return plain
    .replace(/\s+/gu, ' ')
    .replace(/[\s?!.…。？！]+$/u, '')
    .replace(/^\p{Lu}(?=\p{Ll}|['’ ])/u, (letter) => letter.toLowerCase());
}

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

export interface Token {
  /** As written. */
  readonly surface: string;
  readonly lower: string;
  /** Starts a sentence, where a capital letter says nothing. */
  readonly opening: boolean;
}

/** Words and numbers in order; "3.5", "v2.1", "read-only" and "docker-compose.yml" stay whole. */
export function tokenise(text: string): Token[] {
  const plain = CONTRACTIONS.reduce((soFar, [from, to]) => soFar.replace(from, to), text.normalize('NFC'));
  const tokens: Token[] = [];
  let end = 0;
  for (const match of plain.matchAll(/[\p{L}\p{N}]+(?:[.\-_/][\p{L}\p{N}]+)*[+#%]*|[$€£¥°%]/gu)) {
    const between = plain.slice(end, match.index);
    tokens.push({ surface: match[0], lower: match[0].toLowerCase(), opening: tokens.length === 0 || /[.?!:]\s*["']?$/u.test(between) });
    end = match.index + match[0].length;
  }
  return tokens;
}
