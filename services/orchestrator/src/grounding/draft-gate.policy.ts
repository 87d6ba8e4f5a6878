// An answer is shown while it is written, but no sentence of it before it was checked: see docs/adr/0007.
import type { Passage } from '@docmind/contracts';
import { english, packOf } from '@docmind/language';
import { type CheckedSentence, refuses, sentenceCheckOf } from './draft-check.policy.js';
import { type Candidate, placeOf } from './evidence/candidates.policy.js';
import { believed, type Evidence, type Weighed } from './evidence/evidence-rules.policy.js';
import { keyValues, ValueIndex } from './key-values.policy.js';
import { missingValue, sourcesOf } from './validator.policy.js';

/** A question with the passages' sentences that are believed to answer it, the best first. */
export interface AskedQuestion {
  readonly question: string;
  readonly believed: readonly Evidence[];
}

const { contentWords, tokenise } = english.words;
const { auxiliaryOf, isQuestionWord } = english.questions;
const EITHER: ReadonlySet<string> = new Set(['or', 'oder', 'ou', 'o']);

/** Nobody can follow a longer one, and each word of it is read again with the next. */
const LONGEST_SENTENCE_CHARS = 2_000;

/**
 * Reads along while a draft is written and says which of its sentences may be shown. A sentence may where it is borne out by a passage and what
 * is shown, it included, answers a question; sentences before the first that answers wait for it. The first sentence that is not borne out
 * ends the draft: what was shown before it stays true.
 */
export class DraftGate {
  readonly asked: readonly AskedQuestion[];
  /** What may be shown, in order. It only grows. */
  readonly shown: CheckedSentence[] = [];
  /** Why the draft ended before its end. */
  readonly problems: string[] = [];
  /** Whether the model said that it found no answer. */
  gaveUp = false;
  /** Whether anything was written. */
  isEmpty = true;
  private held: CheckedSentence[] = [];
  /** Where in the draft the sentence begins that is being written. */
  private at = 0;
  private readonly check: (sentence: string) => CheckedSentence;

  constructor(
    readonly weighed: readonly Weighed[],
    passages: readonly Passage[],
  ) {
    this.asked = weighed.map((one) => ({ question: one.question, believed: believed(one) }));
    const questions = weighed.map(({ question }) => question);
    this.check = sentenceCheckOf(sourcesOf(questions, passages), passages);
  }

  /** Nothing is believed to answer: whatever is written, none of it will be shown. */
  get isHopeless(): boolean {
    return this.asked.every((question) => question.believed.length === 0);
  }

  /** Nothing that is written from here on will be shown. */
  get isClosed(): boolean {
    return this.isHopeless || this.gaveUp || this.problems.length > 0;
  }

  /**
   * Takes the sentences that are whole, which is known once the next one begins.
   * @param draft all that was written so far
   * @returns the sentences that may be shown from now on
   */
  read(draft: string): string[] {
    const open = draft.slice(this.at);
    const sentences = english.sentences.split(open);
    if (sentences.length < 2) return open.length > LONGEST_SENTENCE_CHARS ? this.end('a sentence of the draft has no end') : [];
    const starts = startsOf(sentences, open);
    const next = starts?.at(-1);
    // Not found again where its marks were read as something else: then it is taken with the next.
    if (next === undefined) return [];
    this.at += next;
    return this.admit(sentences.slice(0, -1));
  }

  /** Takes what is left of a draft that will not go on. */
  finish(draft: string): string[] {
    const sentences = english.sentences.split(draft.slice(this.at));
    this.at = draft.length;
    return this.admit(sentences);
  }

  /** Nothing more is shown, for this reason. */
  close(problem: string): void {
    this.end(problem);
  }

  /** Whether what is shown answers the question. */
  answers(question: AskedQuestion, sentences: readonly CheckedSentence[] = this.shown): boolean {
    const said = sentences.map(({ text }) => text).join(' ');
    const answered = question.believed.some(({ candidate }) =>
      sentences.some(
        ({ text, support }) => support && isSame(support, candidate) && holdsCell(text, candidate) && !repeats(text, question.question),
      ),
    );
    return answered && missingValue([question.question], said).length === 0;
  }

  /** Why nothing of the draft is shown. */
  whyNot(): string[] {
    if (this.problems.length > 0) return this.problems;
    if (this.gaveUp) return ['the model did not answer'];
    if (this.isEmpty) return ['the answer is empty'];
    const questions = this.asked.map(({ question }) => question);
    const missing = missingValue(questions, this.held.map(({ text }) => text).join(' '));
    return missing.length > 0 ? missing : ['its sentences rest on others than those that answer'];
  }

  private admit(sentences: readonly string[]): string[] {
    const before = this.shown.length;
    for (const sentence of sentences) if (!this.isClosed) this.admitOne(sentence);
    return this.shown.slice(before).map(({ text }) => text);
  }

  private admitOne(sentence: string): void {
    this.isEmpty = false;
    if (refuses(sentence)) {
      this.gaveUp = true;
      return;
    }
    const checked = this.check(sentence);
    if (checked.status !== 'supported') {
      this.end(...(checked.status === 'not_checkable' ? [`"${sentence}" cannot be checked`] : checked.problems));
      return;
    }
    const problem = this.saysAnotherThing(checked);
    if (problem !== undefined) {
      this.end(problem);
      return;
    }
    this.held.push(checked);
    if (this.shown.length === 0 && !this.asked.some((question) => this.answers(question, this.held))) return;
    this.shown.push(...this.held);
    this.held = [];
  }

  /** True of the documents, and still no part of the answer. */
  private saysAnotherThing(checked: CheckedSentence): string | undefined {
    if (this.saysAnotherCell(checked)) return `"${checked.text}" says another cell of the row that answers`;
    if (this.shown.length > 0 && !this.restsOnBelieved(checked)) return `"${checked.text}" rests on a sentence that answers nothing`;
    return undefined;
  }

  private saysAnotherCell({ text, support }: CheckedSentence): boolean {
    const same = this.asked.flatMap(({ believed: all }) => all.filter(({ candidate }) => support && isSame(support, candidate)));
    return same.length > 0 && same.every(({ candidate }) => !holdsCell(text, candidate));
  }

  /** Once something answers, what else is true of the documents is no part of the answer. */
  private restsOnBelieved({ support }: CheckedSentence): boolean {
    return support !== undefined && this.asked.some(({ believed: all }) => all.some(({ candidate }) => isSame(support, candidate)));
  }

  private end(...problems: string[]): [] {
    this.isEmpty = false;
    this.problems.push(...problems);
    return [];
  }
}

/** Where each sentence starts in the text that it was cut from; undefined where one isn't found again. */
function startsOf(sentences: readonly string[], text: string): number[] | undefined {
  let from = 0;
  const starts: number[] = [];
  for (const sentence of sentences) {
    const { start, end } = placeOf(sentence, text, from);
    if (end === start) return undefined;
    starts.push(start);
    from = end;
  }
  return starts;
}

function isSame(left: Candidate, right: Candidate): boolean {
  return left.passage.chunkId === right.passage.chunkId && left.start === right.start;
}

/** "The rent a month." of "What is the rent a month?" */
function repeats(text: string, question: string): boolean {
  if (answersItself(question)) return false;
  const asked = contentWords(question);
  return [...contentWords(text)].every((word) => asked.has(word));
}

/** Where yes or no, or one of two, is asked for, words of the question answer it. Of another language only kinds of answers are known. */
function answersItself(question: string): boolean {
  const words = tokenise(question).map(({ lower }) => lower);
  if (words.some((word) => EITHER.has(word))) return true;
  const pack = packOf(question);
  if (pack.tag !== english.tag) return pack.questions.answerKindOf(question) === undefined;
  const isAuxiliary = (word: string) => auxiliaryOf(word) !== undefined;
  return words.slice(0, 1).some(isAuxiliary) || (words.some(isAuxiliary) && !words.some(isQuestionWord));
}

/** Of a table's row that is believed for one of its cells a sentence has to say that one, and no other. */
function holdsCell(text: string, { cell }: Candidate): boolean {
  if (cell === undefined) return true;
  const said = new ValueIndex(text);
  const [values, others] = [keyValues(cell.value), cell.others.flatMap(keyValues)];
  if (values.length === 0) return text.toLowerCase().includes(cell.value.toLowerCase());
  return values.every((value) => said.holds(value)) && !others.some((value) => said.holds(value));
}
