// Two documents that say different things in answer to one question. Which is right nobody here can know: both are shown, with their dates.
import type { Disagreement } from '@docmind/contracts';
import { english } from '@docmind/language';
import type { Decision } from './decide.policy.js';
import { citationsOf, quotationOf } from './decide.policy.js';
import type { Candidate } from './evidence/candidates.policy.js';
import { areOfOthers } from './evidence/designators.policy.js';
import { believed, type Weighed } from './evidence/evidence-rules.policy.js';
import { disagreementOf } from './own-words.policy.js';
import { isQuantity, keyValues, type KeyValue } from './key-values.policy.js';

const { contentWords } = english.words;
const { denies } = english.guards;

/** Sentences beyond these were hardly believed. */
const MOST_COMPARED = 8;
/** Of all words of both, those they share: from here on they speak of the same. */
const SAME_SUBJECT = 0.6;
/** A "not" in one of them means something only where nearly all else is the same. */
const SAME_WORDS = 0.75;

/** The decision, and what another document says against it where one does. What was shown of the answer stays its beginning. */
export function withDisagreement(decision: Decision, weighed: readonly Weighed[]): Decision {
  if (decision.verdict.answers === 'no') return decision;
  const pair = weighed.map(opposed).find((one) => one !== undefined);
  if (pair === undefined) return decision;
  const statements = pair.map(statementOf).sort((one, other) => other.date.localeCompare(one.date));
  const said = statements.map(({ documentName, date, quote }) => `${documentName} (${date}): "${quote}"`).join(' ');
  const { verdict } = decision;
  const known = new Set(verdict.sentences.map(({ text }) => text));
  const sentences = [...verdict.sentences, ...pair.map(quotationOf).filter(({ text }) => !known.has(text))];
  const cited = new Set(decision.citations.map(({ chunkId }) => chunkId));
  return {
    ...decision,
    answer: `${decision.answer} ${disagreementOf(weighed[0]?.question ?? '')} ${said}`,
    citations: [...decision.citations, ...citationsOf(pair).filter(({ chunkId }) => !cited.has(chunkId))],
    verdict: { ...verdict, sentences, disagreement: { statements } },
  };
}

/** The best believed sentence and the best of another document that speaks against it. */
function opposed(weighed: Weighed): [Candidate, Candidate] | undefined {
  const candidates = believed(weighed)
    .slice(0, MOST_COMPARED)
    .map(({ candidate }) => candidate);
  for (const [at, one] of candidates.entries()) {
    const other = candidates.slice(at + 1).find((candidate) => speakAgainst(one, candidate));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

function speakAgainst(one: Candidate, other: Candidate): boolean {
  if (one.passage.documentId === other.passage.documentId || areOfOthers(one, other)) return false;
  const [left, right] = [saidBy(one), saidBy(other)];
  const share = shareOf(wordsBeside(left), wordsBeside(right));
  if (share >= SAME_WORDS && denies(left.text) !== denies(right.text)) return true;
  return share >= SAME_SUBJECT && left.values.length > 0 && haveOtherValues(left.values, right.values);
}

interface Said {
  readonly text: string;
  readonly values: readonly KeyValue[];
}

function saidBy({ text }: Candidate): Said {
  return { text, values: keyValues(text).filter(isQuantity) };
}

/** As many of each kind and unit, and one of them another: "30 euros a day" and "35 euros a day". */
function haveOtherValues(left: readonly KeyValue[], right: readonly KeyValue[]): boolean {
  const kindOf = ({ kind, canonical }: KeyValue): string => `${kind} ${canonical.split(' ').slice(1).join(' ')}`;
  const sorted = (values: readonly KeyValue[], of: (value: KeyValue) => string): string => values.map(of).sort().join('|');
  return (
    sorted(left, kindOf) === sorted(right, kindOf) && sorted(left, (value) => value.canonical) !== sorted(right, (value) => value.canonical)
  );
}

function wordsBeside({ text, values }: Said): ReadonlySet<string> {
  const ofValues = contentWords(values.map((value) => value.text).join(' '));
  return new Set([...contentWords(text)].filter((word) => !ofValues.has(word)));
}

function shareOf(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared === 0 ? 0 : shared / (left.size + right.size - shared);
}

function datedIn(inName: string | undefined, inText: string | undefined): 'name' | 'text' | 'read_in' {
  if (inName !== undefined) return 'name';
  return inText === undefined ? 'read_in' : 'text';
}

/** Its own date where its name or its text has one: the day it was read in says less. */
function statementOf({ passage, text }: Candidate): Disagreement['statements'][number] {
  const { documentId, documentName, documentDate = '' } = passage;
  const inName = /(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?/u.exec(documentName)?.[0];
  const inText = english.values.datesIn(passage.text)[0]?.iso;
  const date = inName ?? inText ?? documentDate.slice(0, 10);
  const dated = datedIn(inName, inText);
  return { documentId, documentName, quote: text, date: date === '' ? 'no date' : date, dated };
}
