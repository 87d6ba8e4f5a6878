// What of a sentence bears a draft out. "Weiss comes on Monday and Ortega on Thursday" has all words of "Ortega comes on Monday".
import { anyLanguage, english } from '@docmind/language';

const { contentWords, tokenise } = english.words;
const RELATIVES: ReadonlySet<string> = new Set(['that', 'which', 'who', 'whom', 'whose']);

interface Part {
  readonly text: string;
  /** Those that mean something, in their order. */
  readonly words: readonly string[];
}

/** Texts of a sentence that are read as one; what the last says of a word counts. */
export type Piece = readonly string[];

/**
 * The pieces of the sentence that each say all words of a draft in their order; none where it puts them together itself. Such a piece is one part;
 * a later part with what it leaves out of the first ("the cache on 8899" after "the orchestrator listens on 8080"); or parts whole.
 */
export function borneOutBy(said: string, text: string): Piece[] {
  const parts = partsOf(text);
  const known = new Set(parts.flatMap(({ words }) => words));
  const words = [...new Set(wordsInOrder(said))].filter((word) => known.has(word));
  const anyOrder = isPassive(said) !== isPassive(text);
  const single = parts.filter((part) => (anyOrder ? holdsAll(part.words, words) : standsIn(words, part.words)));
  const pieces = single.length > 0 ? single.map((part) => [part.text]) : completed(words, text, parts);
  if (pieces.length > 0) return pieces;
  return isOfWhole(words, parts) || saysEachPart(said, known, parts) ? [[text]] : [];
}

function partsOf(text: string): Part[] {
  return anyLanguage.sentences.parts(text).map((part) => ({ text: part, words: wordsInOrder(part) }));
}

/** So many parts are tried: a sentence that has more of them whole in a draft is a list. */
const MOST_PARTS = 20;

/** Later parts that say all these words together with what they leave out. */
function completed(words: readonly string[], text: string, [first, ...later]: readonly Part[]): Piece[] {
  if (first === undefined || isRelative(text)) return [];
  const places = new Map(words.map((word, at) => [word, at]));
  return later
    .filter((part) => areInOrder(part.words, places))
    .slice(0, MOST_PARTS)
    .filter((part) => completes(words, first.words, part.words))
    .map((part) => [first.text, part.text]);
}

/** Whether all of them are there, each behind the one before. */
function areInOrder(words: readonly string[], places: ReadonlyMap<string, number>): boolean {
  let last = -1;
  return words.every((word) => {
    const place = places.get(word) ?? -1;
    const isBehind = place > last;
    last = place;
    return isBehind;
  });
}

/**
 * The later part is said whole, as was seen. Of the first it takes what it leaves out, never what it has in the same place itself: "the north gate is open in
 * summer and the south gate in winter" leaves out that one is open, not when. What stands last is never left out.
 */
function completes(words: readonly string[], first: readonly string[], later: readonly string[]): boolean {
  const taken = without(words, later);
  const [there, here] = [without(first, later), without(later, first)];
  if (!standsIn(taken, there)) return false;
  const isAllOfBoth = taken.length === there.length && words.indexOf(later[0] ?? '') >= taken.length;
  return isAllOfBoth || (taken.length <= there.length - here.length && !taken.includes(first.at(-1) ?? ''));
}

/** Some parts that follow each other, and nothing left out of them. */
function isOfWhole(words: readonly string[], parts: readonly Part[]): boolean {
  return parts.some((_, from) => {
    let length = 0;
    for (const part of parts.slice(from)) {
      if (part.words.some((word, at) => words[length + at] !== word)) return false;
      length += part.words.length;
      if (length >= words.length) return length === words.length;
    }
    return false;
  });
}

/** "It leaves at 8 and arrives at 9": something of one part, then later ones whole. */
function saysEachPart(said: string, known: ReadonlySet<string>, parts: readonly Part[]): boolean {
  const own = anyLanguage.sentences.parts(said).map((part) => wordsInOrder(part).filter((word) => known.has(word)));
  let nth = 0;
  for (const part of parts) {
    const words = own[nth];
    if (words !== undefined && standsIn(words, part.words) && (nth === 0 || standsIn(part.words, words))) nth += 1;
  }
  return nth === own.length;
}

/** "Ajax lost to PSV, which beat Utrecht": who beat it is not the first that is named. */
function isRelative(text: string): boolean {
  return tokenise(text).some(({ lower }) => RELATIVES.has(lower));
}

/** "Tested by the team": who does it stands last. */
function isPassive(text: string): boolean {
  return tokenise(text).some(({ lower }) => lower === 'by');
}

/** The words that mean something, as they follow each other. */
export function wordsInOrder(text: string): string[] {
  return tokenise(text).flatMap(({ surface, lower }) => (/^\d$/u.test(lower) ? [lower] : [...contentWords(surface)]));
}

function without(words: readonly string[], others: readonly string[]): string[] {
  const left = new Set(others);
  return words.filter((word) => !left.has(word));
}

function holdsAll(whole: readonly string[], words: readonly string[]): boolean {
  const there = new Set(whole);
  return words.every((word) => there.has(word));
}

function standsIn(words: readonly string[], part: readonly string[]): boolean {
  let at = 0;
  for (const word of part) if (word === words[at]) at += 1;
  return at === words.length;
}
