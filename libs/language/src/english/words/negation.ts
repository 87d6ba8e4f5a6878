import { wordLines, type WordList, words } from '../../text/word-lists.js';
import { stem } from './stems.js';
import { tokenise } from './tokenise.js';

/** "Not" in its forms. "Can't" and "cannot" are written out before words are looked at. */
export const DENIALS = words('impossible neither never no nobody non none nor not nothing nowhere unable');
export const EXCEPTIONS = words('apart besides except exclude excluding');
export const RARITIES = words('barely hardly rarely scarcely seldom');
/** Each means something of its own. */
export const REFUSALS = words('avoid fail instead lack prevent quit refuse stop unless without');

/** Prefixes that turn a word into its opposite, where the other question has the word without it. */
export const NEGATING_PREFIXES = words('anti anti- de de- dis il im in ir mis non non- un');

/** Beginnings of words that stand against each other: "underpaid" to "overpaid". */
export const OPPOSED_PREFIXES = wordLines(`
  ante post
  anti pro
  de en
  down up
  endo exo
  ex im
  ex in
  fore hind
  hetero homo
  hyper hypo
  in out
  infra ultra
  inter intra
  macro micro
  maxi mini
  mono poly
  off on
  over under
  post pre
  sub super`);

/** Ends of stems that stand against each other: "payer" to "payee", whose last letter a stem hasn't. */
export const OPPOSED_ENDINGS = wordLines(`
  e er
  e or`);

/** Of each word that denies, the one that stands for its kind. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ...DENIALS.map((word) => [word, 'not'] as const),
  ...EXCEPTIONS.map((word) => [word, 'except'] as const),
  ...RARITIES.map((word) => [word, 'rarely'] as const),
  ...REFUSALS.map((word) => [word, word] as const),
]);

export function isNegation(word: string): boolean {
  return KINDS.has(word);
}

/** What is denied, excepted or avoided in a question, by kind. "... or not" at its end adds nothing: whether it is asks whether it isn't. */
export function negationsIn(lower: readonly string[]): string[] {
  const said = lower.at(-1) === 'not' && lower.at(-2) === 'or' ? lower.slice(0, -2) : lower;
  return said.flatMap((word) => KINDS.get(word) ?? (word.startsWith('non-') ? 'not' : [])).sort();
}

/** What the word would be opposed to, if it were a negated one: "uninstall" to "install", "useless" to "use" and "useful". */
export function affirmedForms(word: string): string[] {
  const bare = NEGATING_PREFIXES.filter((prefix) => word.startsWith(prefix)).map((prefix) => word.slice(prefix.length));
  const without = word.endsWith('less') ? word.slice(0, -'less'.length) : '';
  return without.length < 3 ? bare : [...bare, without, `${without}ful`, stem(without)];
}

/** What the word would be opposed to, if it were one of two sides: "overpaid" to "underpaid", "payer" to "payee". */
export function otherSides(word: string): string[] {
  return [...sidesBy(word, OPPOSED_PREFIXES, swapStart), ...sidesBy(word, OPPOSED_ENDINGS, swapEnd)];
}

/** Shorter ones share their letters by chance: "ex-it" is not "in-it". */
const SHORTEST_REST = 3;

type Swap = (word: string, from: string, to: string) => string | undefined;

function sidesBy(word: string, lines: readonly WordList[], swap: Swap): string[] {
  return lines.flatMap(([one = '', other = '']) => [swap(word, one, other), swap(word, other, one)].filter((form) => form !== undefined));
}

function swapStart(word: string, from: string, to: string): string | undefined {
  return word.startsWith(from) && word.length >= from.length + SHORTEST_REST ? to + word.slice(from.length) : undefined;
}

function swapEnd(word: string, from: string, to: string): string | undefined {
  return word.endsWith(from) && word.length >= from.length + SHORTEST_REST ? word.slice(0, -from.length) + to : undefined;
}

/** Whether something is denied or said to be without. */
export function denies(text: string): boolean {
  return tokenise(text).some(({ lower }) => lower === 'without' || KINDS.get(lower) === 'not');
}
