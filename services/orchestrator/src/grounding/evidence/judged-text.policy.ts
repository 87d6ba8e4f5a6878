import type { Judged } from '../judge/judge.policy.js';
import { type Candidate, titleOf } from './candidates.policy.js';

/** As much of the sentence before as "it" and "they" need. */
const BEFORE_CHARS = 160;
/** A table's row or a list without full stops can be a whole page, and each token of it costs the reader's time. */
const TEXT_CHARS = 800;
const QUESTION_CHARS = 600;

/** The sentence with what it stands under and what stands before it, as a judge reads it. */
export function judgedOf(question: string, { text, topic, before: last, passage }: Candidate): Judged {
  const before = topic ?? last;
  const near = before.length <= BEFORE_CHARS ? before : before.slice(-BEFORE_CHARS).replace(/^\S*\s/u, '');
  return {
    question: question.slice(0, QUESTION_CHARS),
    title: titleOf(passage),
    text: `${near} ${text.slice(0, TEXT_CHARS)}`.trim(),
  };
}
