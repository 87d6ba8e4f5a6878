import { LRUCache } from 'lru-cache';
import { type CacheEntry, entryBytes, type EntryRef } from './entry/cache-entry.js';

/** The answers used most lately, in memory, bounded by bytes. Synchronous: an exact hit waits for nothing. */
export class ExactTier {
  private readonly entries: LRUCache<string, CacheEntry>;

  constructor(maxBytes: number) {
    this.entries = new LRUCache({ maxSize: maxBytes, sizeCalculation: (entry) => entryBytes(entry) });
  }

  get(exactKey: string): CacheEntry | undefined {
    return this.entries.get(exactKey);
  }

  remember(entry: CacheEntry): void {
    this.entries.set(entry.exactKey, entry);
  }

  forget(refs: readonly EntryRef[]): void {
    // An entry that was replaced since keeps its place: the reference is to the older one.
    for (const { exactKey, id } of refs) if (this.entries.peek(exactKey)?.id === id) this.entries.delete(exactKey);
  }

  forgetKey(exactKey: string): void {
    this.entries.delete(exactKey);
  }

  clear(): void {
    this.entries.clear();
  }

  /** Removes whatever fits, also entries this replica's store doesn't hold (they came from the shared tier). */
  forgetWhere(matches: (entry: CacheEntry) => boolean): void {
    for (const [key, entry] of this.entries.entries()) if (matches(entry)) this.entries.delete(key);
  }
}
