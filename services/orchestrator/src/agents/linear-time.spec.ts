// A question may have 32,000 characters, a draft as many as the model may write: what reads them takes time in proportion to them.
import { growsTooFast, runOf, type Shape } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { sentenceCheckOf } from '../grounding/draft-check.policy.js';
import { DraftGate } from '../grounding/draft-gate.policy.js';
import { askedWordsOf, passageStems, wordEvidence } from '../grounding/evidence/word-evidence.policy.js';
import { type Candidate, candidatesOf } from '../grounding/evidence/candidates.policy.js';
import { keyValues, plainText, ValueIndex } from '../grounding/key-values.policy.js';
import { BACKUPS, passage } from '../grounding/passages.fixture.js';
import { relatedPassages } from '../grounding/passages.policy.js';
import { supportProblems } from '../grounding/support.policy.js';
import { sourcesOf } from '../grounding/validator.policy.js';
import { needsContext, readPlan, splitQuestion } from './planner.policy.js';
import { cutToTokens, wholeSentences, withoutPassageNumbers } from './prompt.policy.js';
import { routeQuestion } from './router.policy.js';

const sources = [passage(BACKUPS)];
const ASKED = 'How long are daily snapshots kept?';

const weighed = [{ question: ASKED, evidence: candidatesOf(sources).map((candidate) => ({ candidate, chance: 1 })), threshold: 0.5 }];

function draftByWords(text: string): void {
  const gate = new DraftGate(weighed, sources);
  for (let end = 0; end < text.length && !gate.isClosed; end += 8) gate.read(text.slice(0, end));
  gate.finish(text);
}

function evidence(question: string, text: string): unknown {
  const [asked, found] = [askedWordsOf(question), passage(text)];
  const stems = passageStems(found, asked);
  return candidatesOf([found]).map((candidate) => wordEvidence(asked, candidate, stems));
}

const CALLS: Readonly<Record<string, (text: string) => unknown>> = {
  routeQuestion: routeQuestion,
  splitQuestion,
  needsContext,
  'readPlan of a plan': (text) => readPlan(text, ASKED),
  'readPlan for a question': (text) => readPlan(ASKED, text),
  relatedPassages: (text) => relatedPassages(text, sources),
  'evidence for a question': (text) => evidence(text, BACKUPS),
  'evidence in a passage': (text) => evidence(ASKED, text),
  'checking a sentence for a question': (text) => sentenceCheckOf(sourcesOf([text], sources), sources)('35 days and 36 days.'),
  'checking a sentence': (text) => sentenceCheckOf(sourcesOf([ASKED], sources), sources)(text),
  'checking a sentence in a passage': (text) => sentenceCheckOf(sourcesOf([ASKED], [passage(text)]), [passage(text)])('35 days.'),
  'a draft at once': (text) => new DraftGate(weighed, sources).finish(text),
  'a draft word by word': draftByWords,
  keyValues,
  plainText,
  ValueIndex: (text) => {
    const index = new ValueIndex(text);
    return keyValues('3 May 2024, 5 days, 7, "x", Zoë').map((value) => index.holds(value));
  },
  cutToTokens: (text) => cutToTokens(text, text.length, text.length / 2),
  wholeSentences,
  withoutPassageNumbers,
};

const compared: Shape = (size) => `x ${runOf('compare ')(size / 8)}${runOf('a and ')(size / 8)}${runOf('?')(size / 2)}`;
const SHAPES: readonly (readonly [string, Shape])[] = [
  ['many comparisons without an end', compared],
  ['spaces within a sentence', (size) => `And${runOf(' ')(size)}x`],
  ['marks within a word', (size) => `x${runOf('.')(size)}x`],
  ...['x ', ' ', '\n', '. ', 'A. ', '?', ', what ', 'and what ', 'what is the port of ', '5 days ', '5 ', '2024-03-05 ', '"', '“', "'"].map(
    (piece): [string, Shape] => [JSON.stringify(piece), runOf(piece)],
  ),
  ...['Ab ', '[', '[1] ', ' [passage ', '1. ', '- ', 'e.g. ', 'not ', 'a year, ', '; ', 'İ', '\u2028'].map((piece): [string, Shape] => [
    JSON.stringify(piece),
    runOf(piece),
  ]),
];

describe('time grows with the length of a question, a passage or a draft of', { timeout: 120_000 }, () => {
  it.each(SHAPES)('%s', (_, shape) => {
    expect(Object.keys(CALLS).filter((name) => growsTooFast(CALLS[name] as (text: string) => unknown, shape))).toEqual([]);
  });
});

it('time grows with the length of a question over many sentences that differ', { timeout: 60_000 }, () => {
  const sentences = (size: number): string => Array.from({ length: size / 10 }, (_, at) => `A${at + 10_000} b.`).join(' ');
  expect(
    growsTooFast(
      (text) => evidence(ASKED, text),
      (size) => `${runOf('x ')(size / 2)}x? ${sentences(size / 2)}`,
    ),
  ).toBe(false);
});

it('time grows with the length of a draft and of the parts of a sentence that each bear it out', { timeout: 60_000 }, () => {
  const bearing = (text: string): unknown => supportProblems(text, { ...candidatesOf(sources)[0], text } as Candidate, [ASKED]);
  expect(growsTooFast(bearing, runOf('backups, '))).toBe(false);
});
