import { holdsUnspaced } from '@docmind/language';
import type { ParsedDocument, TextBlock, TextChunk } from './parsed-document.js';

export const SPLITTER_VERSION = 'split-4:200/30';
/** Small enough that a passage is about one thing, and well within the embedder's 512 tokens. */
const MAX_TOKENS = 200;
/** What two neighbours share, so that a statement cut in two stands whole in one of them. */
const OVERLAP_TOKENS = 30;
const LONGEST_SENTENCE = 20_000;
const LONGEST_WORD = 600;
/** Names of columns that take more than this aren't said again. */
const LONGEST_COLUMNS = 300;

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
}

/** Chunks of whole sentences where they fit, never across a heading or a page. The same document always gives the same chunks. */
export function splitDocument(document: Pick<ParsedDocument, 'text' | 'blocks'>): TextChunk[] {
  return [...splitting(document)];
}

/** The same one by one: of a long document each is a moment's work. */
export function* splitting({ text, blocks }: Pick<ParsedDocument, 'text' | 'blocks'>): Generator<TextChunk> {
  let index = 0;
  for (const section of sectionsOf(text, blocks)) {
    const first = section[0] as TextBlock;
    const placed = section.filter(({ lines }) => lines !== undefined);
    for (const { start, end } of pack(piecesOf(text, section), text)) {
      yield { index, text: text.slice(start, end), start, end, ...placeOf(first, start), ...linesOf(placed, start, end) };
      index += 1;
    }
  }
}

/** What is embedded for a chunk: its heading says what the text itself often leaves out. Names of columns that it begins with aren't said twice. */
export function embeddedText({ text, heading = '' }: Pick<TextChunk, 'text' | 'heading'>): string {
  const columns = text.slice(0, Math.max(0, text.indexOf('\n')));
  const above = columns !== '' && heading.endsWith(columns) ? heading.slice(0, -columns.length).replace(/ > $/u, '') : heading;
  return above === '' ? text : `${above}\n${text}`;
}

/**
 * About as many as the embedder's tokeniser makes: short words are one, long ones one for each six letters, every mark one, and so is every
 * letter of a script that sets no spaces.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu))
    tokens += holdsUnspaced(word) ? word.length : Math.ceil(word.length / 6);
  return tokens;
}

/** A part of a table that begins after its first row stands under the names of its columns, and so does the first where its words alone don't show them. */
function placeOf(
  { page, pageLabel, heading, columns, isHead, start }: TextBlock,
  chunkStart: number,
): Pick<TextChunk, 'page' | 'pageLabel' | 'heading'> {
  const isUnder = columns !== undefined && (isHead === true || chunkStart > start) && columns.length <= LONGEST_COLUMNS;
  const trail = [heading, isUnder ? columns : undefined].filter((part) => part !== undefined).join(' > ');
  return {
    ...(page === undefined ? {} : { page }),
    ...(pageLabel === undefined ? {} : { pageLabel }),
    ...(trail === '' ? {} : { heading: trail }),
  };
}

/** Where the chunk's text stands on its page. */
function linesOf(section: readonly TextBlock[], start: number, end: number): Pick<TextChunk, 'lines'> {
  const lines = section
    .filter((block) => block.start < end && block.end > start)
    .flatMap((block) => block.lines ?? [])
    .filter(([from = 0, to = 0]) => from < end && to > start)
    .map(([from = 0, to = 0, ...box]) => [from - start, to - start, ...box]);
  return lines.length === 0 ? {} : { lines };
}

function sectionsOf(text: string, blocks: readonly TextBlock[]): TextBlock[][] {
  const sections: TextBlock[][] = [];
  for (const block of blocks) {
    const open = sections.at(-1);
    const last = open?.at(-1);
    if (last && belongTogether(last, block) && text.slice(last.end, block.start).trim() === '') open?.push(block);
    else sections.push([block]);
  }
  return sections;
}

function belongTogether(left: TextBlock, right: TextBlock): boolean {
  return left.heading === right.heading && left.page === right.page && left.columns === undefined && right.columns === undefined;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

function* piecesOf(text: string, section: readonly TextBlock[]): Generator<Piece> {
  for (const block of section) {
    for (const { segment, index } of sentences.segment(text.slice(block.start, block.end))) {
      const start = block.start + index;
      // Counting a text without any sentence's end would take as long as cutting it.
      const tokens = segment.length > LONGEST_SENTENCE ? Number.POSITIVE_INFINITY : estimateTokens(segment);
      if (tokens <= MAX_TOKENS) yield { start, end: start + segment.length, tokens };
      else yield* wordRuns(segment, start);
    }
  }
}

/** A sentence longer than a chunk (a table, a listing) is cut between words; a word longer than that within itself. */
function* wordRuns(sentence: string, from: number): Generator<Piece> {
  let start = 0;
  let end = 0;
  let tokens = 0;
  for (const [word] of sentence.matchAll(/\S+|\s+/gu)) {
    for (const part of partsOf(word)) {
      const more = estimateTokens(part);
      if (end > start && tokens + more > MAX_TOKENS / 2) {
        yield { start: from + start, end: from + end, tokens };
        [start, tokens] = [end, 0];
      }
      end += part.length;
      tokens += more;
    }
  }
  if (end > start) yield { start: from + start, end: from + end, tokens };
}

/** Never between the two halves of one character. */
function* partsOf(word: string): Generator<string> {
  for (let at = 0; at < word.length;) {
    const last = word.charCodeAt(at + LONGEST_WORD - 1);
    const end = at + LONGEST_WORD - (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
    yield word.slice(at, end);
    at = end;
  }
}

function* pack(pieces: Iterable<Piece>, text: string): Generator<{ start: number; end: number }> {
  let open: Piece[] = [];
  let fresh = 0;
  // Counted on: empty lines are pieces without a token, and there may be as many as a document has characters.
  let tokens = 0;
  for (const piece of pieces) {
    if (fresh > 0 && tokens + piece.tokens > MAX_TOKENS) {
      yield* spanOf(open, text);
      open = overlapOf(open, MAX_TOKENS - piece.tokens);
      tokens = tokensOf(open);
      fresh = 0;
    }
    open.push(piece);
    fresh += 1;
    tokens += piece.tokens;
  }
  if (fresh > 0) yield* spanOf(open, text);
}

/** From the first piece to the last, without white space around it; nothing where they hold nothing else. */
function* spanOf(pieces: readonly Piece[], text: string): Generator<{ start: number; end: number }> {
  const start = pieces[0]?.start ?? 0;
  const part = text.slice(start, pieces.at(-1)?.end);
  const from = start + part.length - part.trimStart().length;
  const to = start + part.trimEnd().length;
  if (from < to) yield { start: from, end: to };
}

/** The last whole sentences of a chunk that fit the overlap and leave room for what comes. */
function overlapOf(pieces: readonly Piece[], room: number): Piece[] {
  const most = Math.min(OVERLAP_TOKENS, room);
  let tokens = 0;
  const from = pieces.findLastIndex((piece) => (tokens += piece.tokens) > most);
  return pieces.slice(from + 1);
}

function tokensOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.tokens, 0);
}
