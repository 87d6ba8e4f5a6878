// Cuts what was read into chunks, in the reader's process: of a long document that takes seconds. `SPLITTER_VERSION` is to be raised with it.
/** Small enough that a passage is about one thing, and well within the embedder's 512 tokens. */
const MAX_TOKENS = 200;
/** What two neighbours share, so that a statement cut in two stands whole in one of them. */
const OVERLAP_TOKENS = 30;
/** The segmenter's time grows with the square of what it is given at once, so it is given about this much. */
const SEGMENTED_AT_ONCE = 2_000;
const LONGEST_SENTENCE = 5_000;
/** A sentence ends here whatever stands before: what follows can be segmented by itself. */
const SURE_END = /[\n\u0085\u2028\u2029]|[.?!] (?=\p{Lu})|[。！？](?=\p{Lo})/u;
const LONGEST_WORD = 600;
/** Names of columns that take more than this aren't said again. */
const LONGEST_COLUMNS = 300;

/**
 * Chunks of whole sentences where they fit, never across a heading or a page. The same document always gives the same chunks.
 * @param unspaced finds a letter of a script that sets no spaces
 */
export function splitDocument({ text, blocks }, unspaced) {
  const chunks = [];
  const tokensIn = (part) => estimateTokens(part, unspaced);
  for (const section of sectionsOf(text, blocks)) {
    const [first] = section;
    const placed = section.filter(({ lines }) => lines !== undefined);
    for (const { start, end } of pack(piecesOf(text, section, tokensIn), text)) {
      const place = { start, end, ...placeOf(first, start), ...linesOf(placed, start, end) };
      chunks.push({ index: chunks.length, text: text.slice(start, end), ...place });
    }
  }
  return chunks;
}

/**
 * About as many as the embedder's tokeniser makes: short words are one, long ones one for each six letters, every mark one, and so is every
 * letter of a script that sets no spaces.
 */
export function estimateTokens(text, unspaced) {
  let tokens = 0;
  for (const [word] of text.matchAll(/[\p{L}\p{M}]+|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu))
    tokens += unspaced.test(word) ? word.length : Math.ceil(word.length / 6);
  return tokens;
}

/** A part of a table that begins after its first row stands under the names of its columns, and so does the first where its words alone don't show them. */
function placeOf({ page, pageLabel, heading, columns, isHead, start }, chunkStart) {
  const isUnder = columns !== undefined && (isHead === true || chunkStart > start) && columns.length <= LONGEST_COLUMNS;
  const trail = [heading, isUnder ? columns : undefined].filter((part) => part !== undefined).join(' > ');
  return {
    ...(page === undefined ? {} : { page }),
    ...(pageLabel === undefined ? {} : { pageLabel }),
    ...(trail === '' ? {} : { heading: trail }),
  };
}

/** Where the chunk's text stands on its page. */
function linesOf(section, start, end) {
  const lines = section
    .filter((block) => block.start < end && block.end > start)
    .flatMap((block) => block.lines ?? [])
    .filter(([from = 0, to = 0]) => from < end && to > start)
    .map(([from = 0, to = 0, ...box]) => [from - start, to - start, ...box]);
  return lines.length === 0 ? {} : { lines };
}

function sectionsOf(text, blocks) {
  const sections = [];
  for (const block of blocks) {
    const open = sections.at(-1);
    const last = open?.at(-1);
    if (last && belongTogether(last, block) && text.slice(last.end, block.start).trim() === '') open?.push(block);
    else sections.push([block]);
  }
  return sections;
}

function belongTogether(left, right) {
  return left.heading === right.heading && left.page === right.page && left.columns === undefined && right.columns === undefined;
}

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

function* piecesOf(text, section, tokensIn) {
  for (const block of section) {
    let start = block.start;
    for (const sentence of sentencesOf(text.slice(block.start, block.end))) {
      const tokens = tokensIn(sentence);
      if (tokens <= MAX_TOKENS) yield { start, end: start + sentence.length, tokens };
      else yield* wordRuns(sentence, start, tokensIn);
      start += sentence.length;
    }
  }
}

/** As the segmenter cuts the whole; one longer than the longest is cut between words where it can be. */
export function* sentencesOf(text) {
  for (let from = 0; from < text.length;) {
    const end = from + sureEnd(text.slice(from, from + LONGEST_SENTENCE));
    for (const { segment } of sentences.segment(text.slice(from, end))) yield segment;
    from = end;
  }
}

function sureEnd(text) {
  if (text.length <= SEGMENTED_AT_ONCE) return text.length;
  const found = SURE_END.exec(text.slice(SEGMENTED_AT_ONCE));
  if (found) return SEGMENTED_AT_ONCE + found.index + found[0].length;
  if (text.length < LONGEST_SENTENCE) return text.length;
  const space = text.lastIndexOf(' ');
  return space > 0 ? space + 1 : withoutHalf(text, text.length);
}

/** A sentence longer than a chunk (a table, a listing) is cut between words; a word longer than that within itself. */
function* wordRuns(sentence, from, tokensIn) {
  let start = 0;
  let end = 0;
  let tokens = 0;
  for (const [word] of sentence.matchAll(/\S+|\s+/gu)) {
    for (const part of partsOf(word)) {
      const more = tokensIn(part);
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

function* partsOf(word) {
  for (let at = 0; at < word.length;) {
    const end = withoutHalf(word, at + LONGEST_WORD);
    yield word.slice(at, end);
    at = end;
  }
}

/** Never between the two halves of one character. */
function withoutHalf(text, end) {
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

function* pack(pieces, text) {
  let open = [];
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
function* spanOf(pieces, text) {
  const start = pieces[0]?.start ?? 0;
  const part = text.slice(start, pieces.at(-1)?.end);
  const from = start + part.length - part.trimStart().length;
  const to = start + part.trimEnd().length;
  if (from < to) yield { start: from, end: to };
}

/** The last whole sentences of a chunk that fit the overlap and leave room for what comes. */
function overlapOf(pieces, room) {
  const most = Math.min(OVERLAP_TOKENS, room);
  let tokens = 0;
  const from = pieces.findLastIndex((piece) => (tokens += piece.tokens) > most);
  return pieces.slice(from + 1);
}

function tokensOf(pieces) {
  return pieces.reduce((sum, piece) => sum + piece.tokens, 0);
}
