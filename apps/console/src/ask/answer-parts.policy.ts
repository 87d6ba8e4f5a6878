// What an answer is shown as: its sentences in their order, each with the number of the words in a document that bear it out.
import type { Disagreement, QueryReply, SentenceCheck } from '@docmind/contracts';

export type Support = NonNullable<SentenceCheck['support']>;

export interface AnswerPart {
  readonly text: string;
  /** Absent of what stands between sentences. */
  readonly check?: SentenceCheck;
  /** Into `quotes`, from 1. */
  readonly number?: number;
}

export interface ShownAnswer {
  readonly parts: readonly AnswerPart[];
  readonly quotes: readonly Support[];
}

/** The document's name in brackets after a sentence is what the number says better, so it is left out. */
export function shownAnswer(answer: string, sentences: readonly SentenceCheck[]): ShownAnswer {
  const parts: AnswerPart[] = [];
  const quotes: Support[] = [];
  let at = 0;
  for (const check of sentences) {
    const start = answer.indexOf(check.text, at);
    if (start < 0) continue;
    if (start > at) parts.push({ text: answer.slice(at, start) });
    parts.push({ text: check.text, check, ...(check.support ? { number: numberOf(check.support, quotes) } : {}) });
    at = start + check.text.length;
    at += nameLengthAt(answer, at, check.support);
  }
  if (at < answer.length) parts.push({ text: answer.slice(at) });
  return { parts, quotes };
}

function nameLengthAt(answer: string, at: number, support: Support | undefined): number {
  if (!support) return 0;
  const { documentName, page } = support;
  const names = [` [${documentName}]`, ` [${documentName}, page ${page}]`];
  return names.find((name) => answer.startsWith(name, at))?.length ?? 0;
}

/** What a disagreement is told with at the end of an answer is left out where both sides are shown beside each other. */
export function withoutStatements(answer: string, disagreement: Disagreement | undefined): string {
  const told = disagreement?.statements.map(({ documentName, date, quote }) => `${documentName} (${date}): "${quote}"`).join(' ');
  return told !== undefined && answer.endsWith(told) ? answer.slice(0, -told.length).trimEnd() : answer;
}

/** For the clipboard: the answer with its numbers, and what they stand for below it. */
export function asText(reply: Pick<QueryReply, 'answer'>, sentences: readonly SentenceCheck[], sources: string): string {
  const { parts, quotes } = shownAnswer(reply.answer, sentences);
  const text = parts.map((part) => part.text + (part.number === undefined ? '' : ` [${part.number}]`)).join('');
  if (quotes.length === 0) return text;
  const list = quotes.map((quote, index) => `[${index + 1}] ${placeOf(quote)}: “${quote.quote}”`);
  return `${text}\n\n${sources}\n${list.join('\n')}`;
}

/** `path, p. 3` of a quote. */
export function placeOf({
  documentPath,
  documentName,
  page,
  pageLabel,
}: Pick<Support, 'documentName' | 'page' | 'pageLabel'> & { documentPath?: string }): string {
  const where = documentPath ?? documentName;
  const sheet = pageLabel ?? page;
  return sheet === undefined ? where : `${where}, p. ${sheet}`;
}

function numberOf(support: Support, quotes: Support[]): number {
  const known = quotes.findIndex((one) => one.chunkId === support.chunkId && one.start === support.start && one.end === support.end);
  return known >= 0 ? known + 1 : quotes.push(support);
}
