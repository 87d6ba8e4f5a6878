import type { CacheEntry, EntryRef } from './cache-entry.js';
import type { EntrySelection } from './entry-store.port.js';

/** Exact hits that replicas share. Every method throws within 50 ms when the store can't be reached. */
export abstract class SharedExactStore {
  abstract get(exactKey: string): Promise<CacheEntry | undefined>;
  abstract set(entry: CacheEntry, ttlMs: number): Promise<void>;
  abstract remove(refs: readonly EntryRef[]): Promise<void>;
  /** Also removes what other replicas put there. */
  abstract removeSelected(tenant: string, selection: EntrySelection): Promise<void>;
  abstract close(): Promise<void>;
}

/** Where no REDIS_URL is set. */
export class NoSharedExactStore extends SharedExactStore {
  async get(): Promise<undefined> {}
  async set(): Promise<void> {}
  async remove(): Promise<void> {}
  async removeSelected(): Promise<void> {}
  async close(): Promise<void> {}
}
