import type { PerformanceRecord } from '@docmind/contracts';

/** Well below the messages' 1 MiB, whatever senders put into `metrics`. */
const MAX_BATCH_BYTES = 400_000;

/** What waits to be written: first in, first out, and never more than `maxRecords`. */
export class RecordBuffer {
  private waiting: PerformanceRecord[] = [];

  constructor(private readonly maxRecords: number) {}

  get size(): number {
    return this.waiting.length;
  }

  /** @returns how many of the oldest were dropped to make room. */
  add(records: readonly PerformanceRecord[]): number {
    this.waiting.push(...records);
    const dropped = Math.max(0, this.waiting.length - this.maxRecords);
    this.waiting.splice(0, dropped);
    return dropped;
  }

  /** The oldest, at most `count` and about 400 kB of them, at least one; they stay until `remove`. */
  peek(count: number): PerformanceRecord[] {
    const batch: PerformanceRecord[] = [];
    let bytes = 0;
    for (const record of this.waiting.slice(0, count)) {
      bytes += Buffer.byteLength(JSON.stringify(record));
      if (batch.length > 0 && bytes > MAX_BATCH_BYTES) break;
      batch.push(record);
    }
    return batch;
  }

  /** By identity: what was dropped since `peek` isn't there any more. */
  remove(batch: readonly PerformanceRecord[]): void {
    const done = new Set(batch);
    this.waiting = this.waiting.filter((record) => !done.has(record));
  }
}
