import { type ChatMessage, otherPartsOf } from '@docmind/contracts';
import type { CutUnit } from './cut.policy.js';

export interface CountedText {
  readonly ends: readonly number[];
  /** Of each piece. */
  readonly tokens: readonly number[];
}

/** A piece of one message, or all of several that belong together. */
export interface MessageUnit extends CutUnit {
  readonly firstMessage: number;
  readonly lastMessage: number;
  /** Of the content, where the unit lies in one message; a group is always whole. */
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
}

/** The text that an engine reads for a message's calls; undefined for a message without any. */
export function callsText(message: ChatMessage): string | undefined {
  return message.tool_calls && message.tool_calls.length > 0 ? JSON.stringify(message.tool_calls) : undefined;
}

/** Of calls and pictures nothing can be cut. */
export function isPlainText(message: ChatMessage): boolean {
  return callsText(message) === undefined && otherPartsOf(message.content).length === 0;
}

/**
 * The conversation as a line of units. System messages, the newest user message and what follows it are pinned: without them the answer
 * would be to another question.
 * @param messageTokens what the chat template adds to each message
 */
export function unitsOf(messages: readonly ChatMessage[], counted: readonly CountedText[], messageTokens: number): MessageUnit[] {
  const units: MessageUnit[] = [];
  const newest = messages.findLastIndex(({ role }) => role === 'user');
  const isPinned = (index: number) => ['system', 'developer'].includes(messages[index]?.role ?? '') || (newest >= 0 && index >= newest);
  for (let first = 0; first < messages.length;) {
    const last = lastOfGroup(messages, first);
    if (last > first || isPinned(first) || !isPlainText(messages[first] as ChatMessage)) {
      units.push(wholeUnit(first, last, counted, messageTokens, isPinned(first)));
    } else units.push(...piecesOf(first, counted[first] as CountedText, messageTokens));
    first = last + 1;
  }
  return units;
}

/** A call and its results: an engine refuses one without the others. */
function lastOfGroup(messages: readonly ChatMessage[], first: number): number {
  const message = messages[first] as ChatMessage;
  if (message.role !== 'tool' && callsText(message) === undefined) return first;
  let last = first;
  while (messages[last + 1]?.role === 'tool') last++;
  return last;
}

function wholeUnit(first: number, last: number, counted: readonly CountedText[], messageTokens: number, isPinned: boolean): MessageUnit {
  let tokens = 0;
  for (let index = first; index <= last; index++) tokens += messageTokens + sumOf(counted[index]?.tokens ?? []);
  return { firstMessage: first, lastMessage: last, start: 0, end: Infinity, isWhole: true, tokens, isPinned };
}

function piecesOf(index: number, { ends, tokens }: CountedText, messageTokens: number): MessageUnit[] {
  return ends.map((end, piece) => ({
    firstMessage: index,
    lastMessage: index,
    start: piece === 0 ? 0 : (ends[piece - 1] ?? 0),
    end,
    isWhole: ends.length === 1,
    tokens: (tokens[piece] ?? 0) + (piece === 0 ? messageTokens : 0),
    isPinned: false,
  }));
}

export function sumOf(tokens: readonly number[]): number {
  let sum = 0;
  for (const count of tokens) sum += count;
  return sum;
}
