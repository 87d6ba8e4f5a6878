import { type ChatMessage, textOf } from '@docmind/contracts';
import type { Cut } from './cut.policy.js';
import { isPlainText, type MessageUnit } from './message-units.policy.js';

/** What a reader, model or person, sees in place of what is missing. */
export function cutMark(droppedTokens: number): string {
  return `[${droppedTokens} tokens of the earlier conversation are left out here]`;
}
/** Generous: no vocabulary takes more for the mark and the line breaks around it. */
export const MARK_TOKENS = 40;

interface Kept {
  readonly index: number;
  readonly message: ChatMessage;
  /** May take the mark, or text of a neighbour. */
  readonly isOpen: boolean;
}

/**
 * The messages without what is cut, with a mark in the gap. Neighbours of one role become one message, because some chat templates demand
 * turns; the newest user message may so get text before its own, never less of it.
 */
export function applyCut(messages: readonly ChatMessage[], units: readonly MessageUnit[], cut: Cut): ChatMessage[] {
  const before = keptOf(messages, units.slice(0, cut.from));
  const pinned = keptOf(
    messages,
    units.slice(cut.from, cut.to).filter(({ isPinned }) => isPinned),
  );
  const after = keptOf(messages, units.slice(cut.to));
  const mark = cutMark(cut.droppedTokens);
  const [head, tail] = [before.at(-1), after[0]];
  if (pinned.length === 0 && head && tail && (head.index === tail.index || canJoin(head.message, tail.message))) {
    const content = `${textOf(head.message.content)}\n${mark}\n${textOf(tail.message.content)}`;
    return messagesOf([...before.slice(0, -1), { ...head, message: { ...tail.message, content } }, ...after.slice(1)]);
  }
  return messagesOf([...marked(before, mark), ...pinned, ...(isMarked(before) ? after : markedFront(after, mark))]);
}

function keptOf(messages: readonly ChatMessage[], units: readonly MessageUnit[]): Kept[] {
  const kept: Kept[] = [];
  for (const unit of units) {
    for (let index = unit.firstMessage; index <= unit.lastMessage; index++) {
      const message = messages[index] as ChatMessage;
      const last = kept.at(-1);
      if (last?.index === index) kept[kept.length - 1] = { ...last, message: extended(last.message, pieceOf(message, unit)) };
      else
        kept.push({
          index,
          message: extended({ ...message, content: '' }, pieceOf(message, unit)),
          isOpen: !unit.isPinned && isPlain(message),
        });
    }
  }
  return kept;
}

/** What isn't text only is never cut. */
function pieceOf(message: ChatMessage, { start, end }: MessageUnit): ChatMessage['content'] {
  return isPlainText(message) ? textOf(message.content).slice(start, end) : message.content;
}

function extended(message: ChatMessage, piece: ChatMessage['content']): ChatMessage {
  return { ...message, content: typeof piece === 'string' ? textOf(message.content) + piece : piece };
}

function isPlain(message: ChatMessage): boolean {
  return message.role !== 'tool' && isPlainText(message);
}

function canJoin(head: ChatMessage, tail: ChatMessage): boolean {
  return head.role === tail.role && head.role !== 'system' && head.name === tail.name && isPlain(head) && isPlain(tail);
}

function isMarked(before: readonly Kept[]): boolean {
  return before.at(-1)?.isOpen === true;
}

function marked(before: readonly Kept[], mark: string): Kept[] {
  const last = before.at(-1);
  if (!last?.isOpen) return [...before];
  return [...before.slice(0, -1), { ...last, message: { ...last.message, content: `${textOf(last.message.content)}\n${mark}` } }];
}

/** A message of its own only where no neighbour can take it: beside a system prompt, the newest question or a tool's result. */
function markedFront(after: readonly Kept[], mark: string): Kept[] {
  const [first, ...rest] = after;
  if (first?.isOpen) return [{ ...first, message: { ...first.message, content: `${mark}\n${textOf(first.message.content)}` } }, ...rest];
  return [{ index: -1, message: { role: 'system', content: mark }, isOpen: false }, ...after];
}

function messagesOf(kept: readonly Kept[]): ChatMessage[] {
  return kept.map(({ message }) => message);
}
