import type { TextBlock, TextChunk } from './parsed-document.js';

export const SPLITTER_VERSION = 'split-1:200/30';
/** Small enough that a passage is about one thing, and well within the embedder's 512 tokens. */
const MAX_TOKENS = 200;
/** What two neighbours share, so that a statement cut in two stands whole in one of them. */
const OVERLAP_TOKENS = 30;

interface Piece {
  readonly text: string;
  readonly tokens: number;
  /** What stood between this piece and the one before it. */
  readonly glue: string;
}

/** Chunks of whole sentences where they fit, never across a heading or a page. The same blocks always give the same chunks. */
export function splitBlocks(blocks: readonly TextBlock[]): TextChunk[] {
  const chunks: TextChunk[] = [];
  for (const section of sectionsOf(blocks)) {
    const pieces = section.flatMap((block, at) => piecesOf(block.text, at > 0 ? '\n\n' : ''));
    const { heading, page } = section[0] as TextBlock;
    for (const text of pack(pieces)) {
      chunks.push({ index: chunks.length, text, ...(page === undefined ? {} : { page }), ...(heading === undefined ? {} : { heading }) });
    }
  }
  return chunks;
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

function piecesOf(text: string, firstGlue: string): Piece[] {
  const pieces: Piece[] = [];
  for (const { segment } of sentences.segment(text)) {
    const glue = pieces.length === 0 ? firstGlue : '';
    const tokens = estimateTokens(segment);
    if (tokens <= MAX_TOKENS) pieces.push({ text: segment, tokens, glue });
    else pieces.push(...wordRuns(segment, glue));
  }
  return pieces;
}

/** A sentence longer than a chunk (a table, a listing) is cut between words; a word longer than that within itself. */
function wordRuns(sentence: string, firstGlue: string): Piece[] {
  const runs: Piece[] = [];
  let run = '';
  let tokens = 0;
  const end = (): void => {
    if (run !== '') runs.push({ text: run, tokens, glue: runs.length === 0 ? firstGlue : '' });
    [run, tokens] = ['', 0];
  };
  for (const word of sentence.match(/\s*\S{1,600}\s*/gu) ?? []) {
    const more = estimateTokens(word);
    if (tokens + more > MAX_TOKENS / 2) end();
    run += word;
    tokens += more;
  }
  end();
  return runs;
}

function pack(pieces: readonly Piece[]): string[] {
  const texts: string[] = [];
  let open: Piece[] = [];
  let fresh = 0;
  for (const piece of pieces) {
    if (fresh > 0 && tokensOf(open) + piece.tokens > MAX_TOKENS) {
      texts.push(textOf(open));
      open = overlapOf(open, MAX_TOKENS - piece.tokens);
      fresh = 0;
    }
    open.push(piece);
    fresh += 1;
  }
  if (fresh > 0) texts.push(textOf(open));
  return texts.filter((text) => text !== '');
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
