import { isSpace } from './characters.js';

export interface Quotation {
  /** What stands between the marks, at least one character. */
  readonly text: string;
  /** The mark it opens with. */
  readonly mark: string;
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['“', '”'],
  ['«', '»'],
  ['`', '`'],
  ["'", "'"],
]);

/**
 * What is set between quotation marks, in order. A single straight mark opens only after a space and closes only before one or a sentence's
 * mark, as it is an apostrophe elsewhere. A mark within a quotation of another kind is part of it.
 */
export function quotationsIn(text: string): Quotation[] {
  const found: Quotation[] = [];
  // Marks that nothing closes any more: without this, a text of opening marks would be searched to its end from each.
  const unclosed = new Set<string>();
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at] as string;
    const closing = CLOSING.get(mark);
    if (closing === undefined || unclosed.has(mark) || !mayOpen(mark, text[at - 1])) continue;
    const end = text.indexOf(closing, at + 1);
    if (end === -1) unclosed.add(mark);
    else if (end > at + 1 && mayClose(mark, text[end + 1])) {
      found.push({ text: text.slice(at + 1, end), mark });
      at = end;
    }
  }
  return found;
}

function mayOpen(mark: string, before: string | undefined): boolean {
  return mark !== "'" || before === undefined || isSpace(before);
}

function mayClose(mark: string, after: string | undefined): boolean {
  return mark !== "'" || after === undefined || /[\s?.,!]/u.test(after);
}
