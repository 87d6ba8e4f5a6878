/**
 * What the exact tier calls the same text: case, runs of spaces and closing punctuation don't count, all else does; look-alike letters of
 * another alphabet are other letters. Words whose case is their meaning keep it: "US" is not "us", nor `getUser` `getuser`.
 * Text of several lines or with code in it stays as it is, because there spaces and marks have a meaning.
 */
export function normaliseQuestion(text: string): string {
  const plain = text.normalize('NFC').trim();
  if (/[\n`{}]/u.test(plain)) return plain;
  const words = plain
    .replace(/\s+/gu, ' ')
    .replace(/[\s?!.…。？！]+$/u, '')
    .split(' ');
  const shouted = words.length > 1 && !/\p{Ll}/u.test(plain);
  return words.map((word) => (shouted || !meansItsCase(word) ? word.toLowerCase().normalize('NFC') : word)).join(' ');
}

/** Pronouns and the like that are another word in capitals. */
const CAPITALS_MATTER = new Set(
  'us it who am is are or and so in on to me do be he as an at by if no of up we all may can aids pin'.split(' '),
);

/** Whether another case would make it another word: a name in code, a single letter, "US". */
function meansItsCase(word: string): boolean {
  const bare = word.replace(/^[("'“‘]+|[)"'”’,;:]+$/gu, '');
  if (!/^\p{L}+(?:['’-]\p{L}+)*$/u.test(bare)) return /\p{L}/u.test(word) && !/^\d+\p{L}{1,3}$/u.test(bare);
  if (/\p{Ll}\p{Lu}/u.test(bare)) return true;
  const lower = bare.toLowerCase();
  if (bare.length === 1) return lower !== 'a' && lower !== 'i';
  return bare === bare.toUpperCase() && CAPITALS_MATTER.has(lower);
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

/** Words and numbers in order; "3.5", "v2.1", "read-only", "C++", "--force" and "docker-compose.yml" stay whole. */
export function tokenise(text: string): Token[] {
  const plain = CONTRACTIONS.reduce((soFar, [from, to]) => soFar.replace(from, to), text.normalize('NFC'));
  const tokens: Token[] = [];
  let end = 0;
  for (const match of plain.matchAll(
    /(?<![\p{L}\p{N}-])-{1,2}(?=\p{L})[\p{L}\p{N}-]+|[\p{L}\p{N}_]+(?:[.\-_/:@]+[\p{L}\p{N}_]+)*[+#%]*|°\p{L}?|[$€£¥₹%]/gu,
  )) {
    const between = plain.slice(end, match.index);
    tokens.push({ surface: match[0], lower: match[0].toLowerCase(), opening: tokens.length === 0 || /[.?!:]\s*["']?$/u.test(between) });
    end = match.index + match[0].length;
  }
  return tokens;
}
