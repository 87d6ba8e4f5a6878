// Sentences that say nothing alone: "Lift." before what is said of the lift, and a question before its answer.
import type { TableRow } from './table-rows.policy.js';

/** A sentence or a table's row, and where it stands in its passage's text. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly row?: TableRow;
  /** The question that it follows. */
  readonly topic?: string;
}

/** "Any other business." names what follows, and "Yes." is half an answer. */
const FRAGMENT_WORDS = 3;
/** A longer question stands over nothing: each sentence under one is read with it. */
const TOPIC_CHARS = 200;
const isQuestion = (text: string): boolean => /[?？]["'”’)]?$/u.test(text);

/** A fragment joins the sentence that follows it on its line. */
export function joinedFragments(parts: readonly Part[], text: string): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && isOpen(last, part, text))
      joined[joined.length - 1] = { ...part, text: `${last.text} ${part.text}`, start: last.start };
    else joined.push(part);
  }
  return joined;
}

function isOpen(last: Part, next: Part, text: string): boolean {
  return isFragment(last.text) && isOnOneLine(text.slice(last.end, next.start)) && !isQuestion(next.text);
}

/** The sentence alone: "Garden." before it names nobody who did it. */
export function withoutFragment(text: string): string {
  const [fragment = '', rest = ''] = text.split(/(?<=[.:!])\s+(?=\p{Lu})/u, 2);
  return rest !== '' && isFragment(fragment) ? text.slice(text.indexOf(rest, fragment.length)) : text;
}

function isFragment(text: string): boolean {
  return /[.:!]$/u.test(text) && text.split(/\s+/u).length <= FRAGMENT_WORDS;
}

function isOnOneLine(between: string): boolean {
  return !between.includes('\n');
}

/**
 * Of questions that are answered only the answers, each with the question that it stands under: up to the next question, or the end of its
 * paragraph. A question that nothing follows stays, and a long one.
 */
export function answersAsked(parts: readonly Part[], text: string): Part[] {
  let topic: string | undefined;
  return parts.flatMap((part, at) => {
    const before = parts[at - 1];
    if (isQuestion(part.text)) {
      topic = standsOver(part, parts[at + 1]) ? part.text : undefined;
      return topic === undefined ? [part] : [];
    }
    if (before && !isQuestion(before.text) && isParagraphsEnd(text.slice(before.end, part.start))) topic = undefined;
    return [topic === undefined ? part : { ...part, topic }];
  });
}

function standsOver({ text }: Part, next: Part | undefined): boolean {
  return text.length <= TOPIC_CHARS && next !== undefined && !isQuestion(next.text);
}

function isParagraphsEnd(between: string): boolean {
  return between.split('\n').length > 2;
}
