import { words } from '../../text/word-lists.js';
import { UNITS } from '../numbers/units.js';
import { contentWords } from '../words/content-words.js';
import { tokenise } from '../words/tokenise.js';

/** Between two statements. */
export const CONTRASTING = words('but whereas while');

interface Cut {
  readonly start: number;
  readonly end: number;
}

/** Semicolons always part clauses; commas and "and" only where each side holds a number of its own. @param and how a language joins them */
export function clausesOf(sentence: string, and: readonly string[] = ['and']): string[] {
  return cutAt(sentence, cutsIn(sentence, ';', CONTRASTING))
    .flatMap((clause) => splitEnumeration(clause, and))
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

function splitEnumeration(clause: string, and: readonly string[]): string[] {
  const parts = cutAt(clause, cutsIn(clause, ',', and));
  return parts.length > 1 && parts.every((part) => holdsNumber(part) && contentWords(part).size > 0) ? parts : [clause];
}

/** A number, or "a year", "one hour". */
function holdsNumber(text: string): boolean {
  if (/\d/u.test(text)) return true;
  const lower = tokenise(text).map((token) => token.lower);
  return lower.some((word, at) => ['a', 'an', 'one'].includes(word) && UNITS.has(lower[at + 1] ?? ''));
}

/** Each mark before a space and each of the words between two, with the spaces around them; a word right after a mark goes with it. */
function cutsIn(text: string, mark: string, between: readonly string[]): Cut[] {
  const cuts: Cut[] = [];
  const spaces = [...text.matchAll(/\s+/gu)].map(({ 0: space, index }) => ({ start: index, end: index + space.length }));
  spaces.forEach(({ start, end }, at) => {
    const next = spaces[at + 1];
    const isWordNext = next !== undefined && between.includes(text.slice(end, next.start).toLowerCase());
    const isMarked = text[start - 1] === mark;
    if (isMarked || isWordNext) cuts.push({ start: isMarked ? start - 1 : start, end: isWordNext ? next.end : end });
  });
  return cuts;
}

/** What stands between the cuts, which come in order and may overlap. */
function cutAt(text: string, cuts: readonly Cut[]): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const cut of cuts) {
    if (cut.start < start) continue;
    parts.push(text.slice(start, cut.start));
    start = cut.end;
  }
  return [...parts, text.slice(start)];
}

const JOINING = ['and', 'but', 'or', 'that', 'whereas', 'which', 'while', 'who', 'whose'];

/** What marks and words tell apart, whatever it holds: "Ada (chair)", "Ben (cook)". */
export function partsOf(sentence: string, joining: readonly string[] = JOINING): string[] {
  return [',', ';'].reduce((parts, mark) => parts.flatMap((part) => cutAt(part, cutsIn(part, mark, joining))), [sentence]);
}
