import { english } from '@docmind/language';
import type { QuestionFacts } from './question-facts.policy.js';
import { matchWords, type Matching, trigramDice, trigramsOf } from './word-matching.policy.js';
import { inversionShare, sharedOrder } from './word-order.policy.js';

/** Goes up with any change of what the features mean; a calibration made for another set is refused. */
export const FEATURE_SET = 1;

/**
 * What a pair shows, and how it may speak: 1 for the same question only, -1 against it only, 0 either way. A fit that would let likeness
 * speak against sameness has found an accident of its sample. The names are the keys of the coefficients in a calibration file.
 */
export const FEATURE_SIGNS = {
  cosine: 1,
  cosineOver93: 1,
  cosineOver96: 1,
  cosineOver98: 1,
  contentJaccard: 1,
  oneMissing: -1,
  twoMissing: -1,
  moreMissing: -1,
  addedOnly: -1,
  synonyms: 0,
  nearSpellings: 0,
  unmatchedLetters: -1,
  trigrams: 1,
  lengthRatio: 1,
  frame: 1,
  howTo: 0,
  shortness: 0,
  prepositions: -1,
  possessives: -1,
  inversions: -1,
  modifier: -1,
  extraPlace: -1,
  joined: -1,
  lastWord: 1,
  sameAsked: 1,
  cosineOfSame: 0,
  sameMany: 1,
} as const;
export type FeatureName = keyof typeof FEATURE_SIGNS;
export const FEATURE_NAMES = Object.keys(FEATURE_SIGNS) as FeatureName[];

/** Each about 0 to 1. The order of the two questions doesn't matter. */
export type PairFeatures = Readonly<Record<FeatureName, number>>;
type Part<Name extends FeatureName> = Pick<PairFeatures, Name>;

const { isComparative, isJoining, isPlacing, isPossessive, isPreposition } = english.roles;

export function pairFeatures(left: QuestionFacts, right: QuestionFacts, cosine: number): PairFeatures {
  const words = matchWords(left.content, right.content);
  const content = contentFeatures(words);
  const form = formFeatures(left, right);
  const place = placeFeatures(left, right, words);
  const same = sameFeatures(left, right, words, form.possessives === 0 ? cosine : undefined);
  let trigrams: number | undefined;
  // Named one by one: an object of so many members that is put together from others becomes a slow dictionary.
  return {
    cosine: tenths(cosine),
    cosineOver93: tenthsOver(cosine, 0.93),
    cosineOver96: tenthsOver(cosine, 0.96),
    cosineOver98: tenthsOver(cosine, 0.98),
    contentJaccard: content.contentJaccard,
    oneMissing: content.oneMissing,
    twoMissing: content.twoMissing,
    moreMissing: content.moreMissing,
    addedOnly: content.addedOnly,
    synonyms: content.synonyms,
    nearSpellings: content.nearSpellings,
    unmatchedLetters: content.unmatchedLetters,
    /** The dearest of all, so only where it is asked for: a model may leave it out. */
    get trigrams() {
      return (trigrams ??= trigramDice(trigramsOf(plain(left)), trigramsOf(plain(right))));
    },
    lengthRatio: form.lengthRatio,
    frame: form.frame,
    howTo: form.howTo,
    shortness: form.shortness,
    prepositions: form.prepositions,
    possessives: form.possessives,
    inversions: place.inversions,
    modifier: place.modifier,
    extraPlace: place.extraPlace,
    joined: form.joined,
    lastWord: place.lastWord,
    sameAsked: same.sameAsked,
    cosineOfSame: same.cosineOfSame,
    sameMany: same.sameMany,
  };
}

function tenths(cosine: number): number {
  return (cosine - 0.9) * 10;
}

/** Bends the line of the cosine, so that the last hundredths may count for more. */
function tenthsOver(cosine: number, edge: number): number {
  return Math.max(0, cosine - edge) * 10;
}

type ContentFeature =
  'contentJaccard' | 'oneMissing' | 'twoMissing' | 'moreMissing' | 'addedOnly' | 'synonyms' | 'nearSpellings' | 'unmatchedLetters';

function contentFeatures({ equal, synonyms, near, leftOnly, rightOnly }: Matching): Part<ContentFeature> {
  const missing = leftOnly.length + rightOnly.length;
  const matched = equal + synonyms + near;
  return {
    contentJaccard: ratio(matched, matched + missing),
    oneMissing: flag(missing === 1),
    twoMissing: flag(missing === 2),
    moreMissing: atMostOne(Math.max(0, missing - 2) / 4),
    addedOnly: flag((leftOnly.length === 0) !== (rightOnly.length === 0)),
    synonyms: atMostOne(synonyms / 2),
    nearSpellings: atMostOne(near / 2),
    unmatchedLetters: atMostOne([...leftOnly, ...rightOnly].join('').length / 30),
  };
}

type FormFeature = 'lengthRatio' | 'frame' | 'howTo' | 'shortness' | 'prepositions' | 'possessives' | 'joined';

function formFeatures(left: QuestionFacts, right: QuestionFacts): Part<FormFeature> {
  const [short, long] = [left.tokens.length, right.tokens.length].sort((a, b) => a - b) as [number, number];
  // "How do I clean my ears" and "how do you clean your ears" ask for one way; "what are your reasons" isn't "what are the reasons".
  const howTo = left.type === 'how to' && right.type === 'how to';
  return {
    lengthRatio: ratio(short, long),
    frame: frameShare(left.stems, right.stems),
    howTo: flag(howTo),
    shortness: 1 / Math.max(1, Math.min(left.content.length, right.content.length)),
    prepositions: atMostOne(oddOnes(left, right, isPreposition) / 4),
    possessives: howTo ? 0 : atMostOne(oddOnes(left, right, isPossessive) / 2),
    joined: atMostOne(oddOnes(left, right, (word) => isJoining(word) || isComparative(word)) / 2),
  };
}

function placeFeatures(
  left: QuestionFacts,
  right: QuestionFacts,
  words: Matching,
): Part<'inversions' | 'modifier' | 'extraPlace' | 'lastWord'> {
  const order = sharedOrder(left.content, right.content);
  const isAll = words.leftOnly.length + words.rightOnly.length === 0;
  const stands = (where: (side: QuestionFacts, at: number) => boolean): boolean =>
    unmatchedStand(left, words.leftOnly, where) || unmatchedStand(right, words.rightOnly, where);
  return {
    inversions: inversionShare(order.left, order.right),
    modifier: flag(stands((side, at) => isContent(lowerAt(side, at + 1)))),
    extraPlace: flag(stands((side, at) => isPlacing(lowerAt(side, at - 1)))),
    lastWord: flag(isAll || left.content.at(-1) === right.content.at(-1)),
  };
}

/** Where nothing but little words changed, the cosine says less about the meaning; the more words, the less it says. */
function sameFeatures(
  left: QuestionFacts,
  right: QuestionFacts,
  words: Matching,
  cosine: number | undefined,
): Part<'sameAsked' | 'cosineOfSame' | 'sameMany'> {
  const isSame = words.equal === left.content.length && words.equal === right.content.length && left.type === right.type;
  if (!isSame || cosine === undefined) return { sameAsked: 0, cosineOfSame: 0, sameMany: 0 };
  return { sameAsked: 1, cosineOfSame: tenths(cosine), sameMany: atMostOne((words.equal - 1) / 3) };
}

function unmatchedStand(side: QuestionFacts, only: readonly string[], where: (side: QuestionFacts, at: number) => boolean): boolean {
  return only.some((word) => where(side, side.stems.indexOf(word)));
}

function isContent(word: string): boolean {
  return word !== '' && !english.words.questionStopWords.has(word);
}

function lowerAt({ tokens }: QuestionFacts, at: number): string {
  return tokens[at]?.lower ?? '';
}

/** How many words of a kind stand on one side only. */
function oddOnes(left: QuestionFacts, right: QuestionFacts, isOfKind: (word: string) => boolean): number {
  const counts = new Map<string, number>();
  const count = (side: QuestionFacts, step: number): void => {
    for (const { lower } of side.tokens) if (isOfKind(lower)) counts.set(lower, (counts.get(lower) ?? 0) + step);
  };
  count(left, 1);
  count(right, -1);
  return [...counts.values()].reduce((sum, odd) => sum + Math.abs(odd), 0);
}

/** The share of words before the first and after the last difference. */
function frameShare(left: readonly string[], right: readonly string[]): number {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  return ratio(start + end, Math.max(left.length, right.length));
}

function plain({ tokens }: QuestionFacts): string {
  return tokens.map((token) => token.lower).join(' ');
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}

function atMostOne(value: number): number {
  return Math.min(1, value);
}
