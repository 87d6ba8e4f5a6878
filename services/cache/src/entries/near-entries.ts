import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Circuits } from '../monitoring/part-circuit.js';
import type { CacheEntry, EntryRef } from './entry/cache-entry.js';
import { EntryStore, type NearEntry } from './entry/entry-store.port.js';
import { VectorIndex } from './entry/vector-index.port.js';

/** The index of vectors, wherever it is. Never throws: an index that fails is a fault, and gets what it missed later (IndexUpkeep). */
@Injectable()
export class NearEntries {
  constructor(
    private readonly index: VectorIndex,
    private readonly store: EntryStore,
    private readonly circuits: Circuits,
    private readonly monitor: CacheMonitor,
  ) {}

  /** Undefined when the index failed. */
  nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[] | undefined> {
    const search = (): Promise<NearEntry[]> => this.index.nearest(scopeKey, vector, limit);
    return this.index.isSeparate ? this.circuits.qdrant.orElse(undefined, search) : this.monitor.orElse('store', undefined, search);
  }

  /** Of an entry that the store has taken. */
  async add(entry: CacheEntry, vector: Float32Array | undefined, evicted: readonly EntryRef[]): Promise<void> {
    if (!this.index.isSeparate) return;
    const added = await this.circuits.qdrant.orElse(false, async () => {
      if (vector) await this.index.add([{ entry, vector }]);
      if (evicted.length > 0) await this.index.remove(evicted);
      return true;
    });
    if (added && vector) await this.holds(entry.id);
  }

  async remove(refs: readonly EntryRef[]): Promise<void> {
    if (this.index.isSeparate) await this.circuits.qdrant.patiently(undefined, () => this.index.remove(refs));
  }

  /** Another replica added this entry to the index that all share. */
  async holds(id: string): Promise<void> {
    if (this.index.isSeparate) await this.monitor.orElse('store', undefined, () => this.store.markIndexed([id]));
  }
}
