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

/**
 * The events of a piece in which the pattern is found, in order: where each begins and, behind its empty line, ends. The bytes become a string once, which
 * one pattern is looked for in: that costs a fifth of a search for each of its words. An event without it costs no more than finding its end.
 * @param pattern global, and of ASCII
 */
export function* eventsWith(piece: Buffer, pattern: RegExp): Generator<readonly [start: number, end: number], void, undefined> {
  // A character a byte, so that places in it are places in the bytes.
  const text = piece.toString('latin1');
  let ends: EventEnds | undefined;
  let [start, end] = [0, 0];
  for (;;) {
    // From the end of the last event on; `matchAll` would copy the pattern for each piece.
    pattern.lastIndex = end;
    const index = pattern.exec(text)?.index;
    if (index === undefined) return;
    ends ??= new EventEnds(text);
    while (end <= index) [start, end] = [end, ends.after(end)];
    yield [start, end];
  }
}

/** Each kind of end is looked for once beyond where it was last found. */
class EventEnds {
  private readonly searches = ENDS.map((mark) => ({ mark, at: -1 }));

  constructor(private readonly text: string) {}

  /** Of the event that begins there. */
  after(start: number): number {
    let end = this.text.length;
    for (const search of this.searches) {
      if (search.at < start) search.at = this.find(search.mark, start);
      end = Math.min(end, search.at + search.mark.length);
    }
    return end;
  }

  /** Infinity for a mark that isn't there, so that it is looked for once. */
  private find(mark: string, from: number): number {
    const at = this.text.indexOf(mark, from);
    return at < 0 ? Infinity : at;
  }
}
