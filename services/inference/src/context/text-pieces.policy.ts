const MAX_PIECE_CHARS = 1_024;
/** A boundary earlier than this share of a piece would make pieces too small to be worth a count each. */
const MIN_SHARE = 0.25;
const SENTENCE_ENDS = new Set('.!?…');
/** Marks after which no space follows. */
const WIDE_SENTENCE_ENDS = new Set('。！？');

/**
 * Where a text may be cut: UTF-16 offsets, ascending, the last one its length. Pieces end with a paragraph, a line, a sentence or a word, in
 * this order of preference. Byte-pair tokenizers split a text there themselves, so the pieces' tokens add up to the text's.
 */
export function pieceEnds(text: string): number[] {
  const ends: number[] = [];
  let at = 0;
  while (text.length - at > MAX_PIECE_CHARS) ends.push((at = nextEnd(text, at)));
  ends.push(text.length);
  return ends;
}

function nextEnd(text: string, from: number): number {
  const last = from + MAX_PIECE_CHARS;
  const first = from + Math.ceil(MAX_PIECE_CHARS * MIN_SHARE);
  return lineEnd(text, first, last) ?? sentenceEnd(text, first, last) ?? wordEnd(text, first, last) ?? characterEnd(text, last);
}

/** Behind the whole run of line breaks, which is one token in most vocabularies. */
function lineEnd(text: string, first: number, last: number): number | undefined {
  for (let at = text.lastIndexOf('\n', last - 1) + 1; at > first; at = text.lastIndexOf('\n', at - 2) + 1) {
    if (text[at] !== '\n' && text[at] !== '\r') return at;
  }
  return undefined;
}

function sentenceEnd(text: string, first: number, last: number): number | undefined {
  for (let at = last; at > first; at--) {
    const before = text[at - 1] ?? '';
    if (WIDE_SENTENCE_ENDS.has(before) || (SENTENCE_ENDS.has(before) && isWordGap(text, at))) return at;
  }
  return undefined;
}

function wordEnd(text: string, first: number, last: number): number | undefined {
  for (let at = last; at > first; at--) if (isWordGap(text, at)) return at;
  return undefined;
}

/** Before the one space that belongs to the next word's token. */
function isWordGap(text: string, at: number): boolean {
  return text[at] === ' ' && /\S/.test(text[at - 1] ?? ' ') && /\S/.test(text[at + 1] ?? ' ');
}

/** Never between the halves of a surrogate pair. */
function characterEnd(text: string, last: number): number {
  const before = text.charCodeAt(last - 1);
  return before >= 0xd800 && before <= 0xdbff ? last - 1 : last;
}
