const ENDS = ['\n\n', '\r\n\r\n', '\r\r'].map((mark) => Buffer.from(mark));

/** Cuts a byte stream into server-sent events with their blank lines, so that what is passed on stays as it came. */
export class SseEvents {
  private rest: Buffer = Buffer.alloc(0);

  /** The events that are complete now, each as its own bytes. */
  push(chunk: Buffer): Buffer[] {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    const events: Buffer[] = [];
    for (let end = endOf(bytes); end > 0; end = endOf(bytes)) {
      events.push(bytes.subarray(0, end));
      bytes = bytes.subarray(end);
    }
    this.rest = bytes;
    return events;
  }

  /** What came after the last whole event. */
  remainder(): Buffer {
    return this.rest;
  }
}

function endOf(bytes: Buffer): number {
  const ends = ENDS.map((mark) => ({ at: bytes.indexOf(mark), length: mark.length })).filter(({ at }) => at >= 0);
  const first = ends.sort((left, right) => left.at - right.at)[0];
  return first ? first.at + first.length : -1;
}

/** The `data` lines of one event, joined as the standard says; undefined for a comment or a bare event. */
export function dataOf(event: Buffer): string | undefined {
  const lines = event.toString('utf8').split(/\r\n|\r|\n/);
  const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(line[5] === ' ' ? 6 : 5));
  return data.length === 0 ? undefined : data.join('\n');
}
