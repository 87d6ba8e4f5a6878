// Small words by the part they play. Several lists are close and not equal: each was measured with what the cache's evidence does with it.
import { words } from '../../text/word-lists.js';

export const PREPOSITIONS = words('about among as at between by during for from in into of on over than through to under with within');
/** Where, when or with what: what follows narrows the question. */
export const PLACING = words('at during for from in on under using via with within without');
export const POSSESSIVES = words('her his its me my our their us your');
/** Join or hang on another statement. */
export const JOINING = words('also and because but if or when while');
/** Between the parts of a list, whose order says nothing. */
export const LISTING = words('and nor or versus vs');
/** "The sponsor of the project" is "the project's sponsor". */
export const OWNING = words('for of');

/** Forms of one person. */
export const HE = words('he him himself his');
export const SHE = words('her hers herself she');

const PERSONS: ReadonlyMap<string, string> = new Map([
  ...HE.map((word) => [word, 'he'] as const),
  ...SHE.map((word) => [word, 'she'] as const),
]);

/** "he", "she" or both, where a third person is spoken of. */
export function personsIn(lower: readonly string[]): string[] {
  return [...new Set(lower.flatMap((word) => PERSONS.get(word) ?? []))].sort();
}

/** Whose something is, by kind; "his" and "her" are persons already. */
const OWNERS: ReadonlyMap<string, string> = new Map([
  ...words('mine my our ours').map((word) => [word, 'my'] as const),
  ...words('your yours').map((word) => [word, 'your'] as const),
  ...words('his her hers').map((word) => [word, 'his or her'] as const),
  ['its', 'its'],
  ...words('their theirs').map((word) => [word, 'their'] as const),
]);

/** The kinds of owners that are said. */
export function ownersIn(lower: readonly string[]): string[] {
  return [...new Set(lower.flatMap((word) => OWNERS.get(word) ?? []))].sort();
}

/** Who does something or has it done, besides "he" and "she"; "you" is as often anybody. */
const ACTORS: ReadonlyMap<string, string> = new Map([
  ...words('i me myself ourselves us we').map((word) => [word, 'I or we'] as const),
  ...words('they them themselves').map((word) => [word, 'they'] as const),
]);

/** The kinds of actors that are said. */
export function actorsIn(lower: readonly string[]): string[] {
  return [...new Set(lower.flatMap((word) => ACTORS.get(word) ?? []))].sort();
}

/** Before "'s" these stand for "is". */
const CONTRACTED = words('he here how it let she that there what when where who why');

/** Who or what is said to have something, in lower case: "lena" of "Lena's lawyer", "students" of "the students' lawyer". */
export function possessorsIn(text: string): string[] {
  const said = [...text.matchAll(/(?<![\p{L}\p{N}])([\p{L}\p{N}]+)['’](?:s(?![\p{L}\p{N}])|(?= \p{L}))/gu)].map(([, word = '']) =>
    word.toLowerCase(),
  );
  return said.filter((word) => !CONTRACTED.includes(word));
}

export const ADVICE = words('must ought shall should');

/** Asks what should be, not what is. */
export function asksForAdvice(lower: readonly string[]): boolean {
  return lower.some((word) => ADVICE.includes(word));
}
