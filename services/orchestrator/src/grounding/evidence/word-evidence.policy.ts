import { type AnswerKind, asksForCode, english, type LanguagePack, packOf, unitsAsked, withAcronyms } from '@docmind/language';
import type { Passage } from '@docmind/contracts';
import { type Candidate, inContext, plainName } from './candidates.policy.js';
import { withoutFragment } from './parts.policy.js';
import { turnedFrom } from './turned.policy.js';

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

const { asksOnly } = english.questions;

/** A text taken apart. */
interface TextWords {
  readonly stems: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly opposites: ReadonlyMap<number, readonly string[]>;
  readonly negates: boolean;
  readonly count: number;
}
export interface AskedWords extends TextWords {
  /** The question's language, by whose words the passages are read as well. */
  readonly pack: LanguagePack;
  readonly kind: AnswerKind | undefined;
  /** A code, a password, a number of something. */
  readonly asksCode: boolean;
  readonly content: readonly string[];
  readonly numbers: readonly string[];
  /** In which units the answer is asked for, by what they measure. */
  readonly units: ReadonlyMap<string, ReadonlySet<string>>;
  /** Whether a sentence says what is asked of something else. */
  readonly isTurned: (candidate: Candidate) => boolean;
}

/** A question taken apart, once for all sentences. */
export function askedWordsOf(question: string): AskedWords {
  const pack = packOf(question);
  const { questionStopWords, stem } = pack.words;
  const meaningful = withAcronyms(pack.words.tokenise(question), questionStopWords).filter(({ lower }) => !questionStopWords.has(lower));
  return {
    ...textWordsOf(question, pack),
    pack,
    kind: pack.questions.answerKindOf(question),
    asksCode: asksForCode(question),
    content: [...new Set(meaningful.map(({ lower }) => stem(lower)))],
    numbers: numbersIn(question),
    units: unitsAsked(question),
    isTurned: turnedFrom(question, pack),
  };
}

function textWordsOf(text: string, { words, guards, values }: LanguagePack): TextWords {
  const tokens = withAcronyms(words.tokenise(text), words.questionStopWords);
  const lower = tokens.map((token) => token.lower);
  const stems = lower.map(words.stem);
  return {
    stems: new Set(stems),
    names: [...new Set(tokens.filter(values.isName).map((token) => words.stem(token.lower)))],
    opposites: guards.oppositesIn(lower, stems),
    negates: lower.some(guards.isNegation),
    count: tokens.length,
  };
}

/** What a passage says, once for all its sentences: its words and those of its heading and its document's name. */
export function passageStems(
  { text, heading = '', documentName }: Pick<Passage, 'text' | 'heading' | 'documentName'>,
  { pack }: Pick<AskedWords, 'pack'>,
): ReadonlySet<string> {
  return stemsOf(`${heading}\n${plainName(documentName)}\n${text}`, pack);
}

function stemsOf(text: string, { words }: LanguagePack): ReadonlySet<string> {
  return new Set(withAcronyms(words.tokenise(text), words.questionStopWords).map(({ lower }) => words.stem(lower)));
}

export function wordEvidence(asked: AskedWords, candidate: Candidate, passage: ReadonlySet<string>): WordEvidence {
  const said = textWordsOf(candidate.text, asked.pack);
  const stems = stemsOf(inContext(candidate), asked.pack);
  const nearby = new Set([...stems, ...stemsOf(candidate.before, asked.pack)]);
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
    kind: kindOf(asked, candidate, newNames),
    newName: Number(newNames > 0),
    number: Number(packOfPassage(candidate.passage).questions.hasNumber(candidate.text)),
    meaningfulWords: asked.content.length,
    length: Math.log(1 + said.count),
    similarity,
    rank: candidate.rank,
  };
}

/** By the signs of the sentence's own language: "um 22 Uhr" is a time, whoever asks when. A short passage may be taken for another language. */
function kindOf({ kind, ...asked }: AskedWords, { text, passage, cell }: Candidate, newNames: number): number {
  if (kind === undefined) return 0;
  if (cell !== undefined && (kind === 'person' || kind === 'time')) return mayBeCellOf(kind, cell.value) ? 1 : -1;
  const sentence = withoutFragment(text);
  const said = kind === 'person' ? withoutAskedOpening(asked, sentence) : sentence;
  const languages = new Set([packOfPassage(passage), asked.pack]);
  return [...languages].some(({ questions }) => questions.holdsKind(kind, said, newNames)) ? 1 : -1;
}

/** A name in a table is any word; a time has a figure or a word for it. */
function mayBeCellOf(kind: 'person' | 'time', value: string): boolean {
  return kind === 'person'
    ? /\p{Lu}|\p{Lo}|\p{L}{3}/u.test(value)
    : /\d/u.test(value) || packOf(value).questions.holdsKind('time', value, 0);
}

const packs = new WeakMap<Passage, LanguagePack>();

/** Read once a passage, for all of its sentences. */
function packOfPassage(passage: Passage): LanguagePack {
  const pack = packs.get(passage) ?? packOf(passage.text);
  packs.set(passage, pack);
  return pack;
}

/** "Weekly snapshots ..." names nobody to who asks about weekly snapshots: a sentence begins with a capital, whatever its first word is. */
function withoutAskedOpening({ stems, pack }: Pick<AskedWords, 'stems' | 'pack'>, text: string): string {
  const opening = /^\p{Lu}\p{L}*/u.exec(text)?.[0] ?? '';
  return stems.has(pack.words.stem(opening.toLowerCase())) ? text.slice(opening.length) : text;
}

/** Whether a row or a cell, the names beside it and what the table stands under hold all that the question says. */
export function namesAll({ content, pack }: AskedWords, candidate: Candidate): boolean {
  const { row, before } = candidate;
  const texts = [inContext(candidate), before, ...(row?.table.columns ?? [])].join('\n');
  const said = stemsOf(texts, pack);
  const acts = new Set(pack.words.tokenise(texts).map(({ lower }) => pack.words.actOf(lower)));
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
