import type { Candidate } from './candidates.policy.js';

/** So many sentences of a question are compared token by token: those that the words speak for. */
export const ALIGNED_SENTENCES = 8;
/** As much of a question or sentence as is compared: a table's row or a list without full stops can be a whole page. */
export const ALIGNED_CHARS = 1_000;

/** So many sentences of a question a judge reads at most; the next only where it believed none so far. */
export const JUDGED_SENTENCES = 3;

/** A sentence with the chance that it answers the question. */
export interface Evidence {
  readonly candidate: Candidate;
  /** Among the questions of the fit, the share of sentences with such evidence that answered. */
  readonly chance: number;
}

/** What speaks for answers to one question, the best first, and from which chance on it is believed. */
export interface Weighed {
  readonly question: string;
  readonly evidence: readonly Evidence[];
  readonly threshold: number;
}

export function believed({ evidence, threshold }: Weighed): readonly Evidence[] {
  return evidence.filter(({ chance }) => chance > threshold);
}

export function bestFirst(evidence: readonly Evidence[]): Evidence[] {
  return [...evidence].sort((left, right) => right.chance - left.chance || left.candidate.rank - right.candidate.rank);
}
