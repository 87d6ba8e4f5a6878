import type { Box, DocumentPassage } from '@docmind/contracts';

/** What is to be shown of a document. A quote has its place in a passage; an excerpt is looked for there. */
export interface Quote {
  readonly documentId: string;
  readonly documentName: string;
  readonly documentPath?: string;
  readonly chunkId?: string;
  readonly page?: number;
  readonly pageLabel?: string;
  readonly boxes?: readonly Box[];
  readonly start?: number;
  readonly end?: number;
  readonly quote?: string;
}

export interface Mark {
  /** Of the passage in its list. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the quote stands among these passages. By its passage's id while that is there and says so; a document that was read anew has other ids,
 * and then the first passage with the same words counts. Undefined where the words stand nowhere any more.
 */
export function findQuote(passages: readonly DocumentPassage[], quote: Quote): Mark | undefined {
  const at = passages.findIndex((one) => one.chunkId === quote.chunkId);
  const known = passages[at];
  if (quote.quote === undefined) return known && { at, start: 0, end: 0 };
  return (known && markIn(known, at, quote)) ?? firstMark(passages, quote) ?? (known && { at, start: 0, end: known.text.length });
}

function markIn({ text }: DocumentPassage, at: number, { start = 0, end = 0, quote = '' }: Quote): Mark | undefined {
  if (end > start && text.slice(start, end) === quote) return { at, start, end };
  const span = spanIn(text, quote);
  return span && { at, ...span };
}

function firstMark(passages: readonly DocumentPassage[], { quote = '' }: Quote): Mark | undefined {
  for (const [at, { text }] of passages.entries()) {
    const span = spanIn(text, quote);
    if (span) return { at, ...span };
  }
  return undefined;
}

/** The words of a quote in a text, whatever white space stands between them. */
function spanIn(text: string, quote: string): { start: number; end: number } | undefined {
  const whole = squeezed(text);
  const found = whole.text.indexOf(squeezed(quote).text);
  if (found < 0) return undefined;
  const length = squeezed(quote).text.length;
  return { start: whole.places[found] ?? 0, end: (whole.places[found + length - 1] ?? 0) + 1 };
}

/** White space as one blank each, and of every character that is left its place. */
function squeezed(text: string): { text: string; places: number[] } {
  const kept: string[] = [];
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const unit = /\s/.test(text.charAt(at)) ? ' ' : text.charAt(at);
    if (unit === ' ' && (kept.length === 0 || kept.at(-1) === ' ')) continue;
    kept.push(unit);
    places.push(at);
  }
  if (kept.at(-1) === ' ') kept.pop();
  return { text: kept.join(''), places };
}

/** How much of a passage its predecessor has shown already. */
export function repeatedLength(before: DocumentPassage | undefined, passage: DocumentPassage): number {
  if (!before?.place || !passage.place) return 0;
  return Math.max(0, Math.min(passage.text.length, before.place.end - passage.place.start));
}
