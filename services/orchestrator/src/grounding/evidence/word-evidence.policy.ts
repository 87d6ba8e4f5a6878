import { type AnswerKind, english, type Token } from '@docmind/language';
import type { Passage } from '@docmind/contracts';
import { type Candidate, inContext, plainName } from './candidates.policy.js';

/** Numbers that say how far a sentence's words answer to a question's. Counts unless said otherwise. */
export interface WordEvidence {
  /** Shares, 0 to 1: of the question's meaningful words those that are in the sentence or its heading; there or in the sentence before; in its passage or its document's name. */
  readonly shareInSentence: number;
  readonly shareNearby: number;
  readonly shareInPassage: number;
  readonly namesNotInSentence: number;
  readonly namesNotNearby: number;
  readonly namesNotInPassage: number;
  readonly numbersNotInSentence: number;
  readonly numbersNotInPassage: number;
  /** Words of the sentence that are opposites of the question's. */
  readonly opposites: number;
  /** 1 where only one of the two negates. */
  readonly negationDiffers: number;
  /** 1 where the sentence holds a thing of the kind that is asked for, -1 where it doesn't, 0 where no kind is asked for. */
  readonly kind: number;
  readonly newName: number;
  readonly number: number;
  readonly meaningfulWords: number;
  /** Logarithm of the sentence's words. */
  readonly length: number;
  /** Cosine of question and passage, where retrieval has one. */
  readonly similarity: number;
  /** Of the passage among those that were found, from 0. */
  readonly rank: number;
}

/** Near what bge-small gives a passage on the subject: for those that only full-text search found. */
const USUAL_SIMILARITY = 0.7;

const { actOf, tokenise, stem, questionStopWords } = english.words;
const { isNegation, oppositesIn } = english.guards;
const { answerKindOf, asksOnly, hasNumber, holdsKind } = english.questions;
const { isName } = english.values;

/** A text taken apart. */
interface TextWords {
  readonly stems: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly opposites: ReadonlyMap<number, readonly string[]>;
  readonly negates: boolean;
}
export interface AskedWords extends TextWords {
  readonly kind: AnswerKind | undefined;
  readonly content: readonly string[];
  readonly numbers: readonly string[];
}

/** A question taken apart, once for all sentences. */
export function askedWordsOf(question: string): AskedWords {
  const tokens = tokenise(question);
  const meaningful = tokens.filter(({ lower }) => !questionStopWords.has(lower));
  return {
    ...textWordsOf(tokens),
    kind: answerKindOf(question),
    content: [...new Set(meaningful.map(({ lower }) => stem(lower)))],
    numbers: numbersIn(question),
  };
}

function textWordsOf(tokens: readonly Token[]): TextWords {
  const lower = tokens.map((token) => token.lower);
  const stems = lower.map(stem);
  return {
    stems: new Set(stems),
    names: [...new Set(tokens.filter(isName).map((token) => stem(token.lower)))],
    opposites: oppositesIn(lower, stems),
    negates: lower.some(isNegation),
  };
}

/** What a passage says, once for all its sentences: its words and those of its heading and its document's name. */
export function passageStems({
  text,
  heading = '',
  documentName,
}: Pick<Passage, 'text' | 'heading' | 'documentName'>): ReadonlySet<string> {
  return stemsOf(`${heading}\n${plainName(documentName)}\n${text}`);
}

function stemsOf(text: string): ReadonlySet<string> {
  return new Set(tokenise(text).map(({ lower }) => stem(lower)));
}

export function wordEvidence(asked: AskedWords, candidate: Candidate, passage: ReadonlySet<string>): WordEvidence {
  const tokens = tokenise(candidate.text);
  const said = textWordsOf(tokens);
  const stems = stemsOf(inContext(candidate));
  const nearby = new Set([...stems, ...stemsOf(candidate.before)]);
  const newNames = said.names.filter((name) => !asked.stems.has(name)).length;
  const { text: passageText, similarity = USUAL_SIMILARITY } = candidate.passage;
  return {
    shareInSentence: share(asked.content, stems),
    shareNearby: share(asked.content, nearby),
    shareInPassage: share(asked.content, passage),
    namesNotInSentence: missing(asked.names, stems),
    namesNotNearby: missing(asked.names, nearby),
    namesNotInPassage: missing(asked.names, passage),
    numbersNotInSentence: asked.numbers.filter((number) => !candidate.text.includes(number)).length,
    numbersNotInPassage: asked.numbers.filter((number) => !passageText.includes(number)).length,
    opposites: opposed(asked, said),
    negationDiffers: Number(asked.negates !== said.negates),
    kind: kindOf(asked, candidate.text, newNames),
    newName: Number(newNames > 0),
    number: Number(hasNumber(candidate.text)),
    meaningfulWords: asked.content.length,
    length: Math.log(1 + tokens.length),
    similarity,
    rank: candidate.rank,
  };
}

function kindOf({ kind, stems }: AskedWords, text: string, newNames: number): number {
  if (kind === undefined) return 0;
  return holdsKind(kind, kind === 'person' ? withoutAskedOpening(stems, text) : text, newNames) ? 1 : -1;
}

/** "Weekly snapshots ..." names nobody to who asks about weekly snapshots: a sentence begins with a capital, whatever its first word is. */
function withoutAskedOpening(asked: ReadonlySet<string>, text: string): string {
  const opening = /^\p{Lu}\p{L}*/u.exec(text)?.[0] ?? '';
  return asked.has(stem(opening.toLowerCase())) ? text.slice(opening.length) : text;
}

/** Whether a row or a cell, the names beside it and what the table stands under hold all that the question says. */
export function namesAll({ content }: AskedWords, candidate: Candidate): boolean {
  const { row, before } = candidate;
  const texts = [inContext(candidate), before, ...(row?.table.columns ?? [])].join('\n');
  const said = stemsOf(texts);
  const acts = new Set(tokenise(texts).map(({ lower }) => actOf(lower)));
  return content.every((word) => said.has(word) || acts.has(word) || asksOnly(word));
}

function share(wanted: readonly string[], there: ReadonlySet<string>): number {
  return wanted.length === 0 ? 0 : 1 - missing(wanted, there) / wanted.length;
}

function missing(wanted: readonly string[], there: ReadonlySet<string>): number {
  return wanted.filter((word) => !there.has(word)).length;
}

function numbersIn(text: string): string[] {
  return [...text.matchAll(/\d+(?:[.,]\d+)*/gu)].map(([number]) => number);
}

/** Groups of opposites of which the sentence says another than the question. */
function opposed(asked: TextWords, said: TextWords): number {
  return [...asked.opposites].filter(([group, meanings]) => {
    const others = said.opposites.get(group);
    return others !== undefined && !others.some((other) => meanings.includes(other));
  }).length;
}
