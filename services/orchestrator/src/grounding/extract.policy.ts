import type { Citation, Passage } from '@docmind/contracts';
import { english } from '@docmind/language';
import { isQuantity, keyValues } from './key-values.policy.js';
import { citationOf } from './passages.policy.js';
import { overlap, weightedOverlap, wordWeights } from './word-overlap.policy.js';

const { contentWords } = english.words;

export interface Sentence {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly passage: Passage;
  readonly rank: number;
}
export interface ExtractiveAnswer {
  readonly answer: string;
  readonly citations: Citation[];
}

const MAX_SENTENCES = 3;
const VALUE_WEIGHT = 1.5;
const NAMED_VALUE_WEIGHT = 2.25;

/** True where only a number or a date can be the answer. */
export function asksForValue(question: string): boolean {
  return english.questions.valueAsked(question) !== undefined;
}

export function sentencesOf(passages: readonly Passage[]): Sentence[] {
  const seen = new Set<string>();
  return passages.flatMap((passage, rank) =>
    english.sentences.split(passage.text).flatMap((text) => {
      // Neighbouring chunks overlap, so the same sentence comes twice.
      if (seen.has(text)) return [];
      seen.add(text);
      return [{ text, words: contentWords(text), passage, rank }];
    }),
  );
}

/** The passages' own words: the best sentence for each sub-question, verbatim, each with its document. */
export function extractAnswer(questions: readonly string[], passages: readonly Passage[]): ExtractiveAnswer | undefined {
  const sentences = sentencesOf(passages);
  const weight = wordWeights(sentences.map((sentence) => sentence.words));
  const picked: Sentence[] = [];
  for (const question of questions) {
    for (const sentence of bestSentences(question, sentences, weight)) if (!picked.includes(sentence)) picked.push(sentence);
  }
  if (picked.length === 0) return undefined;
  const kept = picked.slice(0, MAX_SENTENCES);
  return {
    answer: kept.map((sentence) => `${sentence.text} [${sourceLabel(sentence.passage)}]`).join(' '),
    citations: citationsOf(kept),
  };
}

/** One sentence, and a second only where it covers words of the question that the first leaves open. */
function bestSentences(question: string, sentences: readonly Sentence[], weight: (word: string) => number): Sentence[] {
  const wanted = contentWords(question);
  const valueWeight = valueWeightOf(question);
  const rated = sentences
    .map((sentence) => ({ sentence, score: scoreSentence(sentence, wanted, valueWeight, weight) }))
    .filter((one) => one.score > 0)
    .sort((left, right) => right.score - left.score || left.sentence.rank - right.sentence.rank);
  const [best, ...others] = rated;
  if (best === undefined) return [];
  const open = new Set([...wanted].filter((word) => !best.sentence.words.has(word)));
  const second = others.find((other) => other.score >= best.score * 0.6 && overlap(open, other.sentence.words) > 0);
  return second === undefined ? [best.sentence] : [best.sentence, second.sentence];
}

type ValueWeight = (sentence: Sentence) => number;

/** Where a value is asked for: a sentence that holds one counts more, and most where it stands right after what the question calls it. */
function valueWeightOf(question: string): ValueWeight | undefined {
  const asked = english.questions.valueAsked(question);
  if (!asked) return undefined;
  const { named } = asked;
  const beside = named === undefined ? undefined : new RegExp(`\\b${named}s?\\s+(?:is\\s+|of\\s+)?\\d`, 'i');
  return ({ text }) => {
    if (!keyValues(text).some(isQuantity)) return 1;
    return beside?.test(text) ? NAMED_VALUE_WEIGHT : VALUE_WEIGHT;
  };
}

function scoreSentence(
  sentence: Sentence,
  wanted: ReadonlySet<string>,
  valueWeight: ValueWeight | undefined,
  weight: (word: string) => number,
): number {
  const shared = weightedOverlap(wanted, sentence.words, weight);
  const open = new Set([...wanted].filter((word) => !sentence.words.has(word)));
  const fromContext = weightedOverlap(open, contextWords(sentence.passage), weight) * 0.4;
  if (shared === 0 && (fromContext === 0 || valueWeight)) return 0;
  const valued = valueWeight?.(sentence) ?? 1;
  return (shared + fromContext) * valued * (isHeading(sentence) ? 0.4 : 1) * (1 / (1 + sentence.rank * 0.05));
}

function contextWords(passage: Passage): ReadonlySet<string> {
  return contentWords(`${passage.heading ?? ''} ${passage.documentName.replace(/\.\w+$/, '')}`);
}

/** A heading repeats the question's words without answering it. */
function isHeading(sentence: Sentence): boolean {
  return !/[.!?:;|]["”')]?$/.test(sentence.text) && sentence.words.size <= 6;
}

function citationsOf(sentences: readonly Sentence[]): Citation[] {
  const byChunk = new Map<string, Sentence[]>();
  for (const sentence of sentences) byChunk.set(sentence.passage.chunkId, [...(byChunk.get(sentence.passage.chunkId) ?? []), sentence]);
  return [...byChunk.values()].flatMap((group) => (group[0] ? [citationOf(group[0].passage, group.map((one) => one.text).join(' '))] : []));
}

function sourceLabel(passage: Passage): string {
  return passage.page === undefined ? passage.documentName : `${passage.documentName}, page ${passage.page}`;
}
