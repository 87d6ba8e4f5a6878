import { Injectable } from '@nestjs/common';
import { Circuits } from '../monitoring/part-circuit.js';
import type { CacheEntry, FoundEntry } from './entry/cache-entry.js';
import { SharedExactStore } from './entry/shared-exact-store.port.js';
import { EntryValidity } from './entry-validity.js';
import { LocalEntries } from './local-entries.js';

/** Looks for an answer beyond memory: in this replica's file, then in what replicas share. A place that fails is a fault and holds nothing. */
@Injectable()
export class EntryFinder {
  constructor(
    private readonly local: LocalEntries,
    private readonly shared: SharedExactStore,
    private readonly validity: EntryValidity,
    private readonly circuits: Circuits,
  ) {}

  /** What is found comes into memory for the next time, unless something was removed meanwhile. */
  async beyondMemory(exactKey: string): Promise<CacheEntry | undefined> {
    const removalsBefore = this.local.removalCount;
    const found = await this.find(exactKey);
    if (!found || !this.local.remember(found.entry, removalsBefore)) return undefined;
    if (found.own) this.local.touch(found.entry.id);
    return found.entry;
  }

  async find(exactKey: string): Promise<FoundEntry | undefined> {
    const own = await this.local.inFile(exactKey);
    if (own) return { entry: own, own: true };
    const entry = await this.circuits.redis.orElse(undefined, () => this.shared.get(exactKey));
    return entry && this.validity.mayBeKept(entry) ? { entry, own: false } : undefined;
  }
}
