import type { Citation, Passage, SentenceCheck, Validation } from '@docmind/contracts';
import { type CheckedSentence, checkSentences, refuses } from './draft-check.policy.js';
import { believed, type Evidence, type Weighed } from './evidence/evidence-rules.policy.js';
import type { Candidate } from './evidence/candidates.policy.js';
import { citationOf } from './passages.policy.js';
import { missingValue, sourcesOf } from './validator.policy.js';

export interface Decision {
  readonly answer: string;
  readonly citations: Citation[];
  /** For a refusal what comes nearest; it answers nothing. */
  readonly nearest: Citation[];
  readonly verdict: Validation;
}

/** A model that says the passages don't answer is believed unless a sentence speaks so clearly against it. */
const AGAINST_A_REFUSAL = 0.6;
/** A second sentence joins an extract where it is nearly as likely as the first. */
const SECOND_SENTENCE = 0.8;
const MAX_SENTENCES = 3;
const MAX_NEAREST = 3;

/**
 * What becomes of a draft: it stays where each of its sentences is borne out by a passage and one of those sentences is believed to answer;
 * else the believed sentences themselves are the answer; and where none is, the answer is that the documents don't say.
 */
export function decide(draft: string, weighed: readonly Weighed[], passages: readonly Passage[]): Decision {
  const believable = weighed.map(believed);
  const best = Math.max(0, ...weighed.flatMap(({ evidence }) => evidence.map(({ chance }) => chance)));
  if (believable.every((list) => list.length === 0))
    return refusal(weighed, best, ['no sentence of the documents is believed to answer it']);
  const questions = weighed.map(({ question }) => question);
  if (refuses(draft) && best < AGAINST_A_REFUSAL) return refusal(weighed, best, ['the model found no answer in the passages']);
  const sources = sourcesOf(questions, passages);
  const checked = refuses(draft) ? [] : checkSentences(draft, sources, passages);
  const problems = draftProblems(draft, checked, questions);
  const kept = checked.filter(({ status }) => status === 'supported');
  const answersAll = believable.every((list) =>
    list.some(({ candidate }) => kept.some(({ support }) => support !== undefined && isSame(support, candidate))),
  );
  if (problems.length === 0 && answersAll) return generated(checked, best);
  return extract(believable, weighed, best, problems.length > 0 ? problems : ['its sentences rest on others than those that answer']);
}

function isSame(left: Candidate, right: Candidate): boolean {
  return left.passage.chunkId === right.passage.chunkId && left.start === right.start;
}

function draftProblems(draft: string, checked: readonly CheckedSentence[], questions: readonly string[]): string[] {
  if (draft.trim() === '') return ['the answer is empty'];
  if (checked.length === 0) return ['the model did not answer'];
  const unchecked = checked.filter(({ status }) => status === 'not_checkable').map(({ text }) => `"${text}" cannot be checked`);
  return [...checked.flatMap(({ problems }) => problems), ...unchecked, ...missingValue(questions, draft)];
}

function generated(checked: readonly CheckedSentence[], chance: number): Decision {
  const supports = [...new Set(checked.flatMap(({ support }) => (support ? [support] : [])))];
  return {
    answer: checked.map(({ text }) => text).join(' '),
    citations: citationsOf(supports),
    nearest: [],
    verdict: { grounded: true, mode: 'generated', answers: 'fully', chance, sentences: checked.map(sentenceOf), problems: [] },
  };
}

/** The passages' own words. They are believed by the same measure as a draft. */
function extract(believable: readonly (readonly Evidence[])[], weighed: readonly Weighed[], chance: number, problems: string[]): Decision {
  const picked = [...new Set(believable.flatMap(pick))].slice(0, MAX_SENTENCES);
  const open = weighed.filter((_, at) => believable[at]?.length === 0).map(({ question }) => question);
  const said = picked.map((candidate) => `${candidate.text} [${sourceLabel(candidate.passage)}]`);
  const unsaid = open.map((question) => `The documents don't say: ${question}`);
  const whole = open.length === 0;
  return {
    answer: [...said, ...unsaid].join(' '),
    citations: citationsOf(picked),
    nearest: [],
    verdict: {
      grounded: whole,
      mode: 'extractive',
      answers: whole ? 'fully' : 'partly',
      chance,
      sentences: picked.map((support) => sentenceOf({ text: support.text, status: 'supported', problems: [], support })),
      problems,
    },
  };
}

function pick(list: readonly Evidence[]): Candidate[] {
  const [first, second] = list;
  if (first === undefined) return [];
  return second !== undefined && second.chance >= first.chance * SECOND_SENTENCE ? [first.candidate, second.candidate] : [first.candidate];
}

/** The documents don't say: an outcome of its own, with what comes nearest beside it. */
export function refusal(weighed: readonly Weighed[], chance: number, problems: string[]): Decision {
  const nearest = weighed.flatMap(({ evidence }) => evidence.slice(0, MAX_NEAREST)).map(({ candidate }) => candidate);
  return {
    answer: REFUSAL,
    citations: [],
    nearest: citationsOf([...new Set(nearest)].slice(0, MAX_NEAREST)),
    verdict: { grounded: false, mode: 'refused', answers: 'no', chance, sentences: [], problems },
  };
}

export const REFUSAL = "The documents don't say.";

/** Talk that rests on no document: nothing was checked, so nothing is called grounded. */
export const UNCHECKED: Validation = { grounded: false, mode: 'chat', answers: 'unchecked', sentences: [], problems: [] };

function sentenceOf({ text, status, problems, support }: CheckedSentence): SentenceCheck {
  if (support === undefined) return { text, status, problems: [...problems] };
  const { passage, start, end } = support;
  const { documentId, documentName, chunkId, heading, page } = passage;
  const place = {
    documentId,
    documentName,
    chunkId,
    ...(heading === undefined ? {} : { heading }),
    ...(page === undefined ? {} : { page }),
  };
  return { text, status, problems: [...problems], support: { ...place, start, end, quote: passage.text.slice(start, end) } };
}

function citationsOf(candidates: readonly Candidate[]): Citation[] {
  const byChunk = new Map<string, Candidate[]>();
  for (const candidate of candidates)
    byChunk.set(candidate.passage.chunkId, [...(byChunk.get(candidate.passage.chunkId) ?? []), candidate]);
  return [...byChunk.values()].map((group) => citationOf((group[0] as Candidate).passage, group.map(({ text }) => text).join(' ')));
}

function sourceLabel(passage: Passage): string {
  return passage.page === undefined ? passage.documentName : `${passage.documentName}, page ${passage.page}`;
}
