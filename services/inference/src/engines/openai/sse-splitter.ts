const END = '\n\n';
const CRLF_END = '\r\n\r\n';

/** Cuts a byte stream into whole server-sent events without copying more than a piece that is cut by a packet. */
export class SseSplitter {
  private rest: Buffer | undefined;

  /** All events that are complete now, as one piece; undefined when none is. */
  push(chunk: Buffer): Buffer | undefined {
    const bytes = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
    const end = Math.max(endOf(bytes, END), endOf(bytes, CRLF_END));
    this.rest = end === bytes.length ? undefined : bytes.subarray(Math.max(end, 0));
    return end <= 0 ? undefined : bytes.subarray(0, end);
  }
}

function endOf(bytes: Buffer, mark: string): number {
  const at = bytes.lastIndexOf(mark);
  return at < 0 ? -1 : at + mark.length;
}

/** The event that holds the byte at `at`, of a piece of whole events: where it starts and where the next one does. */
export function eventAround(events: Buffer, at: number): { readonly start: number; readonly end: number } {
  const before = events.subarray(0, at);
  const start = Math.max(endOf(before, END), endOf(before, CRLF_END), 0);
  const ends = [END, CRLF_END].map((mark) => ({ mark, found: events.indexOf(mark, at) })).filter(({ found }) => found >= 0);
  return { start, end: Math.min(events.length, ...ends.map(({ mark, found }) => found + mark.length)) };
}

/** The `data` of each event of a piece, in order. */
export function dataOf(events: Buffer): string[] {
  return events
    .toString('utf8')
    .split(/\r?\n\r?\n/)
    .filter((event) => event.startsWith('data:'))
    .map((event) => event.slice('data:'.length).trim());
}
