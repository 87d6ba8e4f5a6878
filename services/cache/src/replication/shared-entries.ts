import { encodeVector } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import type { CacheEntry, EntryRef } from '../entries/entry/cache-entry.js';
import { type Invalidation, selectionsOf } from '../entries/entry/selection.policy.js';
import { SharedExactStore } from '../entries/entry/shared-exact-store.port.js';
import { Clock } from '../monitoring/clock.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { ReplicaLog } from './log/replica-log.port.js';

/** What this replica puts into and takes out of the store that all share, and tells the others of. Never throws: what fails is a fault. */
@Injectable()
export class SharedEntries {
  constructor(
    private readonly store: SharedExactStore,
    private readonly log: ReplicaLog,
    private readonly circuits: Circuits,
    private readonly clock: Clock,
  ) {}

  async put(entry: CacheEntry, vector: Float32Array | undefined, evicted: readonly EntryRef[]): Promise<void> {
    const ref = { id: entry.id, exactKey: entry.exactKey };
    await this.circuits.redis.patiently(undefined, async () => {
      await this.store.set(entry, entry.expiresAtMs - this.clock.nowMs());
      await this.store.remove(evicted);
      await this.log.append({ kind: 'put', ref, evicted, ...(vector ? { vector: encodeVector(vector) } : {}) });
    });
  }

  /** False when it could not be done, or not be told. */
  remove(change: Invalidation): Promise<boolean> {
    return this.circuits.redis.patiently(false, async () => {
      for (const selection of selectionsOf(change)) await this.store.removeSelected(change.tenant, selection);
      await this.log.append({ kind: 'invalidated', change });
      return true;
    });
  }

  /** By exact key; what was removed since isn't among them. Undefined when the store failed. */
  async ofKeys(exactKeys: readonly string[]): Promise<Map<string, CacheEntry> | undefined> {
    if (exactKeys.length === 0) return new Map();
    const found = await this.circuits.redis.patiently(undefined, () => this.store.getMany(exactKeys));
    return found && new Map(found.flatMap((entry) => (entry ? [[entry.exactKey, entry]] : [])));
  }
}
