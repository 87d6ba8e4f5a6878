import { Injectable } from '@nestjs/common';
import { CacheSupport } from '../monitoring/cache-support.js';
import { type CacheEntry, documentIdsOf, isAlive } from './entry/cache-entry.js';
import { EntryStore } from './entry/entry-store.port.js';
import { EpochStore } from './entry/epoch-store.port.js';
import { SharedExactStore } from './entry/shared-exact-store.port.js';

export interface FoundEntry {
  readonly entry: CacheEntry;
  /** True where this replica's own file holds it. */
  readonly own: boolean;
}
/** Looks for an answer in this replica's file, then in what replicas share. A place that fails is a fault and holds nothing. */
@Injectable()
export class EntryFinder {
  constructor(
    private readonly store: EntryStore,
    private readonly shared: SharedExactStore,
    private readonly epochs: EpochStore,
    private readonly support: CacheSupport,
  ) {}

  async find(exactKey: string): Promise<FoundEntry | undefined> {
    const { monitor, circuits } = this.support;
    const own = await monitor.orElse('store', undefined, () => this.store.findExact(exactKey));
    if (own) return { entry: own, own: true };
    const entry = await circuits.redis.orElse(undefined, () => this.shared.get(exactKey));
    return entry && this.mayBeTaken(entry) ? { entry, own: false } : undefined;
  }

  /** Another replica may have stored it from documents that it didn't know had changed. */
  mayBeTaken(entry: CacheEntry): boolean {
    if (!isAlive(entry, this.support.clock.nowMs())) return false;
    try {
      return this.epochs.newestChange(entry.tenant, documentIdsOf(entry)) <= entry.epoch;
    } catch (error) {
      this.support.monitor.fault('epochs', error);
      return false;
    }
  }
}
