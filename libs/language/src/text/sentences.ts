import { blocksOf } from './blocks.js';

const ENDS = new Set('.!?。！？');
const CLOSES = new Set(`"'”’)»」』）`);

/**
 * Sentences, headings, list items and table rows in order, wrapped lines joined.
 * @param isAbbreviated whether the full stop at the end of a part is an abbreviation's, so that the sentence goes on with the next part
 */
export function splitSentences(text: string, isAbbreviated: (part: string, next: string) => boolean): string[] {
  return blocksOf(text).flatMap((block) => sentencesOf(block, isAbbreviated));
}

function sentencesOf(block: string, isAbbreviated: (part: string, next: string) => boolean): string[] {
  const sentences: string[] = [];
  let open: string[] = [];
  const parts = partsOf(block);
  for (const [at, part] of parts.entries()) {
    open.push(part);
    if (isAbbreviated(part, parts[at + 1] ?? '')) continue;
    sentences.push(open.join(' '));
    open = [];
  }
  if (open.length > 0) sentences.push(open.join(' '));
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '');
}

/** After the marks of Chinese and Japanese the next sentence follows without a space; marks that close a quotation go with theirs. */
const CLOSE_ENDS = /[。！？]+[”’」』）"]*/gu;

function partsOf(block: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { 0: end, index } of block.matchAll(CLOSE_ENDS)) {
    parts.push(block.slice(start, index + end.length));
    start = index + end.length;
  }
  return [...parts, block.slice(start)].flatMap((part) => (part === '' ? [] : spacedParts(part.trim())));
}

/** Cut where a sentence's mark, space and what looks like an opening follow each other. */
function spacedParts(block: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const { 0: space, index } of block.matchAll(/\s+/gu)) {
    const next = index + space.length;
    if (!endsAt(block, index) || !/^["'“‘(¿¡«„]{0,2}[\p{Lu}\p{N}`*_]/u.test(block.slice(next, next + 3))) continue;
    parts.push(block.slice(start, index));
    start = next;
  }
  return [...parts, block.slice(start)];
}

/** Whether a sentence's mark stands before this place, a closing mark between them or not. */
function endsAt(text: string, at: number): boolean {
  const before = text[at - 1] ?? '';
  return ENDS.has(before) || (CLOSES.has(before) && ENDS.has(text[at - 2] ?? ''));
}

function mayEnd(text: string, at: number): boolean {
  return /\s/u.test(text[at] ?? '') || /[。！？]/u.test(text[at - 1] ?? '');
}

/**
 * Where the last whole sentence ends, 0 where none is whole: a text that is still being written may go on after a mark at its very end, such
 * as a decimal point.
 * @param from nothing before this place is looked at
 */
export function lastSentenceEnd(text: string, { isFinished = false, from = 0 } = {}): number {
  for (let at = text.length; at > from; at -= 1) {
    const follows = at === text.length ? isFinished : mayEnd(text, at);
    if (follows && endsAt(text, at)) return at;
  }
  return 0;
}
