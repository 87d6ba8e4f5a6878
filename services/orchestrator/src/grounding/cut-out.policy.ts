// "Miriam Okafor (chair)" stands word by word in a list of who is who, and is no answer to who the secretary is.
import { anyLanguage } from '@docmind/language';
import type { Candidate } from './evidence/candidates.policy.js';
import { isQuantity, keyValues } from './key-values.policy.js';
import { wordsInOrder } from './sentence-parts.policy.js';
import { askedWords, withoutYesOrNo } from './validator.policy.js';

/** A part of the sentence that a draft may be cut out of. */
interface Part {
  readonly text: string;
  readonly words: readonly string[];
  /** What stands in brackets says which one it is. */
  readonly label: ReadonlySet<string>;
}

/**
 * What speaks against a draft that is cut out of a sentence: another part says more of what is asked, or has just the label that is asked for; or
 * the draft is a bare value or name, and its part holds others of its kind. The whole sentence may answer all the same.
 */
export function cutProblems(said: string, { text, row }: Candidate, questions: readonly string[]): string[] {
  if (row !== undefined) return [];
  const parts = anyLanguage.sentences.parts(text).map(partOf);
  const own = wordsInOrder(withoutYesOrNo(said));
  const places = placesOf(own, parts);
  if (places.length === 0) return [];
  const problems = questions.map((question) => {
    const asked = askedWords(question);
    const isBare = !own.some((word) => asked.has(word));
    const found = places.map((place) => otherPart(place, parts, asked, isBare) ?? (isBare ? otherValue(said, place, asked) : undefined));
    return found.includes(undefined) ? undefined : found[0];
  });
  return problems.includes(undefined) ? [] : problems.flatMap((problem) => problem ?? []).slice(0, 1);
}

function partOf(text: string): Part {
  const labels = [...text.matchAll(/\(([^()]*)\)?/gu)].map(([, label = '']) => label);
  return { text, words: wordsInOrder(text), label: new Set(wordsInOrder(labels.join(' '))) };
}

/** Words that stand in more places are no name and no value. */
const MOST_PLACES = 20;

type Place = ReadonlySet<Part>;

/** The parts of each place where these words stand one behind the other; none where they are all that is said. */
function placesOf(own: readonly string[], parts: readonly Part[]): Place[] {
  const all = parts.flatMap((part) => part.words.map((word) => ({ word, part })));
  if (own.length === 0 || own.length === all.length) return [];
  const starts = all.flatMap((one, at) => (one.word === own[0] ? [at] : []));
  return starts
    .filter((start) => own.every((word, at) => all[start + at]?.word === word))
    .slice(0, MOST_PLACES)
    .map((start) => new Set(all.slice(start, start + own.length).map(({ part }) => part)));
}

function otherPart(place: Place, parts: readonly Part[], asked: ReadonlySet<string>, isBare: boolean): string | undefined {
  const scores = new Map(parts.map((part) => [part, scoreOf(part, parts[0], asked)]));
  const scoreIn = (part: Part): number => scores.get(part) ?? 0;
  const own = Math.max(...[...place].map(scoreIn));
  const others = parts.filter((part) => !place.has(part) && part.words.length > 0);
  const better = others.find((part) => scoreIn(part) > own || (scoreIn(part) === own && own > 0 && hasLabel(part, place, asked)));
  if (better !== undefined) return `it is cut out of a sentence whose part "${better.text}" says more of what is asked`;
  const isTold = own > 0 && others.every((part) => scoreIn(part) < own);
  return isBare && others.length > 0 && !isTold ? 'nothing tells it from the other parts of the sentence that it is cut out of' : undefined;
}

/** What a later part leaves out counts where it says something of its own. */
function scoreOf(part: Part, first: Part | undefined, asked: ReadonlySet<string>): number {
  const own = new Set(part.words.filter((word) => asked.has(word)));
  if (own.size === 0 || part === first) return own.size;
  return new Set([...own, ...(first?.words ?? []).filter((word) => asked.has(word) && first?.label.has(word) !== true)]).size;
}

/** "Vice chair" is no chair beside somebody who is. */
function hasLabel({ label }: Part, place: Place, asked: ReadonlySet<string>): boolean {
  const beside = (words: ReadonlySet<string>): number => [...words].filter((word) => !asked.has(word)).length;
  return label.size > 0 && [...place].every((part) => part.label.size > 0 && beside(label) < beside(part.label));
}

const NAME = /\p{Lu}[\p{L}\p{M}'’-]*(?:\s\p{Lu}[\p{L}\p{M}'’-]*)*/gu;

/** "85" of "from 85 to 96 euros". */
function otherValue(said: string, place: Place, asked: ReadonlySet<string>): string | undefined {
  const text = [...place].map((part) => part.text).join(', ');
  const own = new Set(wordsInOrder(said));
  const isOther = (value: string): boolean => {
    const words = wordsInOrder(value);
    return words.length > 0 && !words.some((word) => own.has(word) || asked.has(word));
  };
  const quantities = keyValues(said).some(isQuantity) ? keyValues(text).filter(isQuantity) : [];
  const others = quantities.length > 0 ? quantities.map((value) => value.text) : [...text.matchAll(NAME)].map(([name]) => name);
  const other = others.find(isOther);
  return other === undefined ? undefined : `nothing tells it from "${other}" beside it`;
}
