import { AppError } from '@docmind/errors';

/** A reader this far behind holds the writer back. */
const MAX_UNREAD_BYTES = 1024 * 1024;

interface Reader {
  /** How many chunks it has taken. */
  taken: number;
  unreadBytes: number;
}

/**
 * Bytes for several readers. Each reader gets all of them from the first one on, whenever it joins, while they are still being written. Once the log
 * holds more than `maxBytes`, nobody new can join, and what all readers have taken is freed.
 */
export class ByteLog {
  private readonly chunks: (Buffer | undefined)[] = [];
  private readonly readers = new Set<Reader>();
  private bytes = 0;
  private forgotten = 0;
  private end: { readonly error: unknown } | undefined;
  private wake: (() => void)[] = [];

  constructor(private readonly maxBytes: number) {}

  get isWhole(): boolean {
    return this.bytes <= this.maxBytes;
  }

  /** Resolves when there is room for more. */
  async write(chunk: Buffer): Promise<void> {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    for (const reader of this.readers) reader.unreadBytes += chunk.length;
    this.changed();
    while ([...this.readers].some(({ unreadBytes }) => unreadBytes > MAX_UNREAD_BYTES)) await this.change();
  }

  /** @param error what the readers get instead of an end; undefined for a good end */
  close(error?: unknown): void {
    this.end ??= { error };
    this.changed();
  }

  /** Counts as a reader from now on, until its end or until `signal` aborts. */
  read(signal: AbortSignal): AsyncGenerator<Buffer> {
    const reader: Reader = { taken: 0, unreadBytes: this.bytes };
    // A reader that has left already would hold the writer back for ever.
    if (!signal.aborted) this.readers.add(reader);
    signal.addEventListener('abort', () => this.leave(reader), { once: true });
    return this.follow(reader, signal);
  }

  private async *follow(reader: Reader, signal: AbortSignal): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        if (signal.aborted) throw new AppError('CANCELLED', 'The caller went away');
        const chunk = this.chunks[reader.taken];
        if (chunk) {
          reader.taken += 1;
          reader.unreadBytes -= chunk.length;
          this.forget();
          yield chunk;
        } else if (this.end) {
          if (this.end.error !== undefined) throw this.end.error;
          return;
        } else await this.change();
      }
    } finally {
      this.leave(reader);
    }
  }

  private leave(reader: Reader): void {
    if (this.readers.delete(reader)) this.changed();
  }

  private forget(): void {
    this.changed();
    if (this.isWhole) return;
    const slowest = Math.min(...[...this.readers].map(({ taken }) => taken));
    for (; this.forgotten < slowest; this.forgotten += 1) this.chunks[this.forgotten] = undefined;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.wake.push(resolve));
  }

  private changed(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const resolve of waiting) resolve();
  }
}
