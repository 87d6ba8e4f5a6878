import type { CacheEntry, EntryRef } from './cache-entry.js';
import type { EntrySelection } from './selection.policy.js';

/**
 * The answers that replicas share. What was removed by any of them is not given again. Methods fail at once while the store can't be
 * reached.
 */
export abstract class SharedExactStore {
  abstract get(exactKey: string): Promise<CacheEntry | undefined>;
  /** In the order of the keys. */
  abstract getMany(exactKeys: readonly string[]): Promise<(CacheEntry | undefined)[]>;
  abstract set(entry: CacheEntry, ttlMs: number): Promise<void>;
  /** An entry that was replaced since keeps its place: the reference is to the older one. */
  abstract remove(refs: readonly EntryRef[]): Promise<void>;
  /** Also removes what other replicas put there. */
  abstract removeSelected(tenant: string, selection: EntrySelection): Promise<void>;
  abstract close(): Promise<void>;
}

/** Where no REDIS_URL is set. */
export class NoSharedExactStore extends SharedExactStore {
  async get(): Promise<undefined> {}
  async getMany(exactKeys: readonly string[]): Promise<undefined[]> {
    return exactKeys.map(() => undefined);
  }
  async set(): Promise<void> {}
  async remove(): Promise<void> {}
  async removeSelected(): Promise<void> {}
  async close(): Promise<void> {}
}
