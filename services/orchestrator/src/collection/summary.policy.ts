// A document in its own words: the sentence that says most in each passage, and of those the ones that say most of the document.
import { english } from '@docmind/language';
import type { Candidate } from '../grounding/evidence/candidates.policy.js';

const { contentWords } = english.words;

/** A share of all words of both from which two sentences speak of the same. */
const SAME_SUBJECT = 0.4;
const LEAST_WORDS = 4;
const LONGEST_CHARS = 400;
/** The beginning of a document says what it is. */
const FIRST_PASSAGE = 1.3;

interface Weighed {
  readonly candidate: Candidate;
  readonly words: ReadonlySet<string>;
}

/**
 * The telling sentences, in the document's order. Words count that stand in many of its sentences; a sentence is taken for those that no
 * sentence before it had.
 */
export function tellingSentences(candidates: readonly Candidate[], most: number): Candidate[] {
  const all = candidates.map((candidate) => ({ candidate, words: contentWords(candidate.text) })).filter(({ words }) => words.size > 0);
  const sentences = all.filter(isSentence);
  // A table has rows only.
  const weighed = sentences.length > 0 ? sentences : all;
  const weight = weightsOf(weighed);
  const left = new Set(bestOfPassages(weighed, weight));
  const said = new Set<string>();
  const taken: Candidate[] = [];
  while (taken.length < most && left.size > 0) {
    const best = bestOf(left, (one) => worth(one, weight, said));
    left.delete(best);
    taken.push(best.candidate);
    for (const word of best.words) said.add(word);
  }
  return taken.sort((one, other) => one.passage.index - other.passage.index || one.start - other.start);
}

function isSentence({ candidate: { text }, words }: Weighed): boolean {
  return words.size >= LEAST_WORDS && text.length <= LONGEST_CHARS && !text.startsWith('|');
}

/** In how many sentences each word stands, beyond the first. */
function weightsOf(weighed: readonly Weighed[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of weighed) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].map(([word, count]) => [word, Math.log2(count + 1)]));
}

/** The best of each passage; several where the document has few passages. */
function bestOfPassages(weighed: readonly Weighed[], weight: ReadonlyMap<string, number>): Weighed[] {
  const passages = grouped(weighed);
  const each = Math.max(1, Math.ceil(8 / passages.size));
  return [...passages.values()].flatMap((own) =>
    [...own].sort((one, other) => worth(other, weight, new Set()) - worth(one, weight, new Set())).slice(0, each),
  );
}

function grouped(weighed: readonly Weighed[]): Map<string, Weighed[]> {
  const groups = new Map<string, Weighed[]>();
  for (const one of weighed) {
    const own = groups.get(one.candidate.passage.chunkId);
    if (own) own.push(one);
    else groups.set(one.candidate.passage.chunkId, [one]);
  }
  return groups;
}

function worth({ candidate, words }: Weighed, weight: ReadonlyMap<string, number>, said: ReadonlySet<string>): number {
  const sum = [...words].filter((word) => !said.has(word)).reduce((total, word) => total + (weight.get(word) ?? 0), 0);
  return (sum / Math.sqrt(words.size)) * (candidate.passage.index === 0 ? FIRST_PASSAGE : 1);
}

function bestOf<T>(items: Iterable<T>, worthOf: (item: T) => number): T {
  const [first, ...others] = items;
  return others.reduce((best, one) => (worthOf(one) > worthOf(best) ? one : best), first as T);
}

/** Sentences of two documents that speak of the same in other words or with other values, likest first. */
export function oppositeSentences(left: readonly Candidate[], right: readonly Candidate[], most: number): [Candidate, Candidate][] {
  const [own, other] = [left, right].map((side) =>
    side.map((candidate) => ({ candidate, words: contentWords(candidate.text) })).filter(isSentence),
  );
  const pairs = (own ?? []).flatMap((one) => {
    const [best] = (other ?? []).map((two) => ({ one, two, share: shareOf(one.words, two.words) })).sort((a, b) => b.share - a.share);
    return best !== undefined && best.share >= SAME_SUBJECT && best.one.candidate.text !== best.two.candidate.text ? [best] : [];
  });
  const likest = pairs.sort((a, b) => b.share - a.share);
  const seen = new Set<Candidate>();
  return likest
    .filter(({ two }) => !seen.has(two.candidate) && seen.add(two.candidate))
    .slice(0, most)
    .map(({ one, two }) => [one.candidate, two.candidate]);
}

/** Of all words of both how many they share. */
export function shareOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared === 0 ? 0 : shared / (left.size + right.size - shared);
}
