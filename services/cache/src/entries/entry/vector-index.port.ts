import type { EntryRef } from './cache-entry.js';
import type { EntryStore, IndexableEntry, NearEntry } from './entry-store.port.js';

/**
 * Finds kept questions by likeness. The vectors themselves are kept with the answers, so whatever an index loses can be put into it again.
 * Methods may throw; the caller counts that as a fault and a miss.
 */
export abstract class VectorIndex {
  /** False where the store's own transactions keep the index: then nothing has to be added or removed here. */
  abstract readonly isSeparate: boolean;
  /** Entries of this very scope that are alive, nearest first. */
  abstract nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]>;
  /** Can be found when this resolves. One with the same exact key is replaced. */
  abstract add(entries: readonly IndexableEntry[]): Promise<void>;
  /** An entry that was replaced since stays. */
  abstract remove(refs: readonly EntryRef[]): Promise<void>;
  /** Creates what is missing and drops what has expired. @returns how many it holds then, of all replicas */
  abstract upkeep(): Promise<number>;
}

/** The vectors lie in the store's own file, written in the same transaction as the answers. */
export class EmbeddedVectorIndex extends VectorIndex {
  readonly isSeparate = false;

  constructor(private readonly store: EntryStore) {
    super();
  }

  nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]> {
    return this.store.nearest(scopeKey, vector, limit);
  }

  async add(): Promise<void> {}
  async remove(): Promise<void> {}

  async upkeep(): Promise<number> {
    return this.store.size().entries;
  }
}
