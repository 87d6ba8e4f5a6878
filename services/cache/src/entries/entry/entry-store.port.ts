import type { CacheEntry, EntryRef } from './cache-entry.js';
import type { EntrySelection } from './selection.policy.js';

export interface NearEntry {
  readonly entry: CacheEntry;
  readonly cosine: number;
}

export interface StorageFigures {
  readonly entries: number;
  readonly bytes: number;
  /** Entries that made room for others since the store was created. */
  readonly evictions: number;
  /** When the oldest entry that is kept was stored; undefined without entries. */
  readonly oldestAtMs: number | undefined;
}

export interface IndexableEntry {
  readonly entry: CacheEntry;
  readonly vector: Float32Array;
}

/**
 * The kept answers and the vectors of their questions. Bounded by entries and bytes: what was used longest ago goes first, an order that
 * survives a restart. An expired entry is never returned. Methods may throw when the store is broken; the caller counts that as a fault
 * and a miss.
 */
export abstract class EntryStore {
  abstract findExact(exactKey: string): Promise<CacheEntry | undefined>;
  /** Entries of this very scope, nearest first. */
  abstract nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]>;
  /**
   * Takes the place of an entry with the same exact key. Without a vector it is found by the exact tier only.
   * @returns what had to go
   */
  abstract put(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[]>;
  abstract remove(tenant: string, selection: EntrySelection): Promise<EntryRef[]>;
  /** The tenant's entries in the order of their ids, from behind `afterId`; fewer than `limit` are the last ones. */
  abstract page(tenant: string, afterId: string | undefined, limit: number): Promise<CacheEntry[]>;
  /** Of any tenant. */
  abstract removeRefs(refs: readonly EntryRef[]): Promise<void>;
  /** Forgets every entry, and nothing of what was said about entries. */
  abstract clear(): Promise<void>;
  /** Marks an entry as used now; cheap, written later together with others. */
  abstract touch(id: string): void;
  abstract storage(): StorageFigures;
  /** The same of one tenant; what made room for others is nobody's. */
  abstract heldBy(tenant: string): Omit<StorageFigures, 'evictions'>;
  abstract size(): { entries: number; bytes: number };
  /** Grows when another process changed the store: what is remembered of it elsewhere may be gone. */
  abstract othersVersion(): number;
  abstract recordFeedback(tenant: string, id: string, verdict: 'wrong' | 'right'): Promise<boolean>;
  /** Entries with a vector that no separate index holds yet. */
  abstract unindexed(limit: number): Promise<IndexableEntry[]>;
  /** @param ids that an index holds now; `none` when it lost everything */
  abstract markIndexed(ids: readonly string[] | 'none'): Promise<void>;
  abstract flush(): Promise<void>;
  abstract close(): void;
}
