import type { Passage, SentenceCheck } from '@docmind/contracts';
import { english } from '@docmind/language';
import { cutProblems } from './cut-out.policy.js';
import { type Candidate, candidatesOf } from './evidence/candidates.policy.js';
import { supportProblems } from './support.policy.js';
import { type Sources, sentenceProblems, withoutYesOrNo } from './validator.policy.js';
import { overlap } from './word-overlap.policy.js';

const { contentWords } = english.words;
const { givesUp } = english.talk;

/** A draft's sentence, what is wrong with it, and the passage's sentence that bears it out. */
export interface CheckedSentence {
  readonly text: string;
  readonly status: SentenceCheck['status'];
  readonly problems: readonly string[];
  readonly support: Candidate | undefined;
}

/** Whether the model says that it can't answer: an outcome, not an answer to be checked. */
export function refuses(draft: string): boolean {
  return givesUp(draft);
}

/** Checks a draft's sentences, each by itself. The passages are taken apart once. */
export function sentenceCheckOf(sources: Sources, passages: readonly Passage[]): (sentence: string) => CheckedSentence {
  const candidates = candidatesOf(passages).map((candidate) => ({ candidate, words: contentWords(candidate.text) }));
  return (text) => {
    const problems = sentenceProblems(text, sources);
    const support = supportOf(text, sources, candidates);
    if (saysNothing(text)) return { text, status: 'not_checkable', problems, support: undefined };
    if (support === undefined) return { text, status: 'unsupported', problems: [...problems, 'no passage speaks of it'], support };
    const all =
      problems.length > 0
        ? problems
        : [...supportProblems(text, support, sources.questions), ...cutProblems(text, support, sources.questions)];
    return { text, status: all.length === 0 ? 'supported' : 'unsupported', problems: all, support };
  };
}

/** "Yes." and the like hold nothing that could be looked up. */
function saysNothing(sentence: string): boolean {
  return contentWords(withoutYesOrNo(sentence)).size === 0;
}

/** The sentence that shares most words with this one, and with the question where two are equal. */
function supportOf(
  sentence: string,
  { questionWords }: Sources,
  candidates: readonly { candidate: Candidate; words: ReadonlySet<string> }[],
): Candidate | undefined {
  const wanted = contentWords(sentence);
  const rated = candidates.map(({ candidate, words }) => ({
    candidate,
    shared: overlap(wanted, words),
    asked: overlap(questionWords, words),
  }));
  const best = rated.reduce(
    (top, next) => (next.shared > top.shared || (next.shared === top.shared && next.asked > top.asked) ? next : top),
    {
      candidate: undefined as Candidate | undefined,
      shared: 0,
      asked: 0,
    },
  );
  return best.candidate;
}
