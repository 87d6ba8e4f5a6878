/** An event ends with an empty line; lines end in any of three ways. */
const ENDS = ['\n\n', '\r\n\r\n', '\r\r'];
const LONGEST_END = 4;
const LF = 0x0a;
const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Cuts a stream into pieces of whole server-sent events, for doors that pass an engine's own bytes on. It looks for the last empty line only:
 * reading each event costs several times as much (docs/adr/0009-sse-bytes-are-cut-not-parsed.md).
 */
export class WholeEvents {
  /** Of an event that has begun. */
  private parts: Buffer[] = [];
  /** Their last bytes, in which its end may have begun. */
  private tail = NOTHING;

  /** All events that are complete now, as one piece; undefined when none is. */
  push(chunk: Buffer): Buffer | undefined {
    // As nearly every packet of an engine is.
    if (this.parts.length === 0 && endsWhole(chunk)) return chunk;
    const end = lastEndOf(chunk) || this.endAcross(chunk);
    if (end === 0) {
      this.keep(chunk);
      return undefined;
    }
    const piece = Buffer.concat([...this.parts, chunk.subarray(0, end)]);
    this.parts = [];
    this.tail = NOTHING;
    if (end < chunk.length) this.keep(chunk.subarray(end));
    return piece;
  }

  /** What came after the last whole event. */
  rest(): Buffer {
    return Buffer.concat(this.parts);
  }

  private keep(part: Buffer): void {
    this.parts.push(part);
    this.tail = Buffer.concat([this.tail, part.subarray(1 - LONGEST_END)]).subarray(1 - LONGEST_END);
  }

  /** Where an end that began in an earlier packet is over in this one. */
  private endAcross(chunk: Buffer): number {
    if (this.tail.length === 0) return 0;
    const end = lastEndOf(Buffer.concat([this.tail, chunk.subarray(0, LONGEST_END - 1)]));
    return Math.max(0, end - this.tail.length);
  }
}

/** Whether one of these texts is in it: the bytes become a string once, which costs less than a search of the bytes for each. */
export function holdsAny(bytes: Buffer, texts: readonly string[]): boolean {
  const latin = bytes.toString('latin1');
  return texts.some((text) => latin.includes(text));
}

function endsWhole(bytes: Buffer): boolean {
  return bytes.at(-1) === LF && bytes.at(-2) === LF;
}

/** 0 where no event ends. Each kind of end is looked for behind the one before it only. */
function lastEndOf(bytes: Buffer): number {
  let end = 0;
  for (const mark of ENDS) {
    const at = bytes.subarray(end).lastIndexOf(mark);
    if (at >= 0) end += at + mark.length;
  }
  return end;
}

/** Each event of a piece with its empty line, in order. */
export function* eachEvent(piece: Buffer): Generator<Buffer, void, undefined> {
  const searches = ENDS.map((mark) => ({ mark, at: -1 }));
  for (let start = 0; start < piece.length;) {
    let end = piece.length;
    for (const search of searches) {
      if (search.at < start) search.at = indexOf(piece, search.mark, start);
      end = Math.min(end, search.at + search.mark.length);
    }
    yield piece.subarray(start, end);
    start = end;
  }
}

/** Infinity for a mark that isn't there, so that it is looked for once. */
function indexOf(piece: Buffer, mark: string, from: number): number {
  const at = piece.indexOf(mark, from);
  return at < 0 ? Infinity : at;
}
