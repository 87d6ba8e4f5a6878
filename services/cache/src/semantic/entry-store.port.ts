import type { CacheEntry, EntryRef } from './cache-entry.js';

export interface NearEntry {
  readonly entry: CacheEntry;
  readonly cosine: number;
}

/** Which entries to remove, always of one tenant. */
export type EntrySelection =
  | { readonly by: 'entries'; readonly ids: readonly string[] }
  | { readonly by: 'documents'; readonly ids: readonly string[] }
  | { readonly by: 'namespace'; readonly namespace: string }
  | { readonly by: 'model'; readonly model: string }
  | { readonly by: 'everything' };

/**
 * The kept answers and the vectors of their questions. Bounded by entries and bytes: what was used longest ago goes first.
 * An expired entry is never returned. Methods may throw when the store is broken; the caller counts that as a fault and a miss.
 */
export abstract class EntryStore {
  abstract findExact(exactKey: string): Promise<CacheEntry | undefined>;
  /** Entries of this very scope, nearest first. */
  abstract nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]>;
  /** Takes the place of an entry with the same exact key. Without a vector it is found by the exact tier only. @returns what had to go. */
  abstract put(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[]>;
  abstract remove(tenant: string, selection: EntrySelection): Promise<EntryRef[]>;
  /** The tenant's entries in the order of their ids, from behind `afterId`; fewer than `limit` are the last ones. */
  abstract page(tenant: string, afterId: string | undefined, limit: number): Promise<CacheEntry[]>;
  /** Marks an entry as used now; cheap, written later together with others. */
  abstract touch(id: string): void;
  abstract size(): { entries: number; bytes: number };
  abstract recordFeedback(tenant: string, id: string, verdict: 'wrong' | 'right'): Promise<boolean>;
  abstract flush(): Promise<void>;
  abstract close(): void;
}
