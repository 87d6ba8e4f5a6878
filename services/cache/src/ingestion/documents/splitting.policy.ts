import type { TextBlock, TextChunk } from './parsed-document.js';

export const SPLITTER_VERSION = 'split-1:200/30';
/** Small enough that a passage is about one thing, and well within the embedder's 512 tokens. */
const MAX_TOKENS = 200;
/** What two neighbours share, so that a statement cut in two stands whole in one of them. */
const OVERLAP_TOKENS = 30;
const LONGEST_SENTENCE = 20_000;

interface Piece {
  readonly text: string;
  readonly tokens: number;
  /** What stood between this piece and the one before it. */
  readonly glue: string;
}

/** Chunks of whole sentences where they fit, never across a heading or a page. The same blocks always give the same chunks. */
export function splitBlocks(blocks: readonly TextBlock[]): TextChunk[] {
  return [...splitting(blocks)];
}

/** The same one by one: of a long document each is a moment's work. */
export function* splitting(blocks: readonly TextBlock[]): Generator<TextChunk> {
  let index = 0;
  for (const section of sectionsOf(blocks)) {
    const { heading, page } = section[0] as TextBlock;
    for (const text of pack(piecesOf(section))) {
      yield { index, text, ...(page === undefined ? {} : { page }), ...(heading === undefined ? {} : { heading }) };
      index += 1;
    }
  }
}

/** What is embedded for a chunk: its heading says what the text itself often leaves out. */
export function embeddedText(chunk: Pick<TextChunk, 'text' | 'heading'>): string {
  return chunk.heading === undefined ? chunk.text : `${chunk.heading}\n${chunk.text}`;
}

/** About as many as the embedder's tokeniser makes: short words are one, long ones one for each six letters, every mark one. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu)) tokens += Math.ceil(match[0].length / 6);
  return tokens;
}

function sectionsOf(blocks: readonly TextBlock[]): TextBlock[][] {
  const sections: TextBlock[][] = [];
  for (const block of blocks) {
    const open = sections.at(-1);
    const first = open?.[0];
    if (first && first.heading === block.heading && first.page === block.page) open?.push(block);
    else sections.push([block]);
  }
  return sections;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

function* piecesOf(section: readonly TextBlock[]): Generator<Piece> {
  for (const [at, block] of section.entries()) {
    let glue = at > 0 ? '\n\n' : '';
    for (const { segment } of sentences.segment(block.text)) {
      // Counting a text without any sentence's end would take as long as cutting it.
      const tokens = segment.length > LONGEST_SENTENCE ? Number.POSITIVE_INFINITY : estimateTokens(segment);
      if (tokens <= MAX_TOKENS) yield { text: segment, tokens, glue };
      else yield* wordRuns(segment, glue);
      glue = '';
    }
  }
}

/** A sentence longer than a chunk (a table, a listing) is cut between words; a word longer than that within itself. */
function* wordRuns(sentence: string, firstGlue: string): Generator<Piece> {
  let glue = firstGlue;
  let run = '';
  let tokens = 0;
  for (const [word] of sentence.matchAll(/\s*\S{1,600}\s*/gu)) {
    const more = estimateTokens(word);
    if (run !== '' && tokens + more > MAX_TOKENS / 2) {
      yield { text: run, tokens, glue };
      [run, tokens, glue] = ['', 0, ''];
    }
    run += word;
    tokens += more;
  }
  if (run !== '') yield { text: run, tokens, glue };
}

function* pack(pieces: Iterable<Piece>): Generator<string> {
  let open: Piece[] = [];
  let fresh = 0;
  for (const piece of pieces) {
    if (fresh > 0 && tokensOf(open) + piece.tokens > MAX_TOKENS) {
      const text = textOf(open);
      if (text !== '') yield text;
      open = overlapOf(open, MAX_TOKENS - piece.tokens);
      fresh = 0;
    }
    open.push(piece);
    fresh += 1;
  }
  const rest = fresh > 0 ? textOf(open) : '';
  if (rest !== '') yield rest;
}

/** The last whole sentences of a chunk that fit the overlap and leave room for what comes. */
function overlapOf(pieces: readonly Piece[], room: number): Piece[] {
  const kept: Piece[] = [];
  for (const piece of pieces.toReversed()) {
    if (tokensOf(kept) + piece.tokens > Math.min(OVERLAP_TOKENS, room)) break;
    kept.unshift(piece);
  }
  return kept;
}

function tokensOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.tokens, 0);
}

function textOf(pieces: readonly Piece[]): string {
  return pieces
    .map((piece, at) => (at === 0 ? piece.text : piece.glue + piece.text))
    .join('')
    .trim();
}
