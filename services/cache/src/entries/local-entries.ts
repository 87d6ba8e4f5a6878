import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import type { CacheEntry, EntryRef } from './entry/cache-entry.js';
import { EntryStore } from './entry/entry-store.port.js';
import { type EntrySelection, type Invalidation, isSelected, selectionsOf } from './entry/selection.policy.js';
import { EntryValidity } from './entry-validity.js';
import { ExactTier } from './exact-tier.js';

/** What this replica holds itself, in memory and in its file, the two in step. A file that fails is a fault, never an error. */
@Injectable()
export class LocalEntries {
  private removals = 0;
  private othersVersion: number | undefined;

  constructor(
    private readonly memory: ExactTier,
    private readonly store: EntryStore,
    private readonly validity: EntryValidity,
    private readonly monitor: CacheMonitor,
  ) {}

  /** How often something was removed: what was found before the last time may be gone. */
  get removalCount(): number {
    return this.removals;
  }

  inMemory(exactKey: string): CacheEntry | undefined {
    this.forgetIfOthersChanged();
    const entry = this.memory.get(exactKey);
    if (entry === undefined) return undefined;
    if (this.validity.isExpired(entry)) {
      this.memory.forgetKey(exactKey);
      return undefined;
    }
    this.touch(entry.id);
    return entry;
  }

  inFile(exactKey: string): Promise<CacheEntry | undefined> {
    return this.monitor.orElse('store', undefined, () => this.store.findExact(exactKey));
  }

  /** @param removalsBefore when the entry was found or made: a removal since then may have been meant for it. Then it isn't remembered. */
  remember(entry: CacheEntry, removalsBefore: number): boolean {
    if (this.removals !== removalsBefore) return false;
    this.memory.remember(entry);
    return true;
  }

  /** @returns what had to go; undefined when the file can't be written or a document changed meanwhile: then the entry isn't kept */
  async put(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[] | undefined> {
    const evicted = await this.monitor.orElse('store', undefined, () => this.putValid(entry, vector));
    if (evicted) this.memory.forget(evicted);
    this.measure();
    return evicted;
  }

  /** @returns what was removed; undefined when the file failed */
  async remove(change: Invalidation): Promise<EntryRef[] | undefined> {
    const removed: EntryRef[] = [];
    for (const selection of selectionsOf(change)) {
      const refs = await this.removeSelected(change.tenant, selection);
      if (!refs) return undefined;
      removed.push(...refs);
    }
    this.measure();
    return removed;
  }

  async drop(refs: readonly EntryRef[]): Promise<void> {
    this.removals += 1;
    this.memory.forget(refs);
    await this.monitor.orElse('store', undefined, () => this.store.removeRefs(refs));
  }

  /** Whatever is in memory under this key; the file keeps its own. */
  forgetKey(exactKey: string): void {
    this.memory.forgetKey(exactKey);
  }

  /** @throws when the file can't be cleared */
  async clear(): Promise<void> {
    this.removals += 1;
    this.memory.clear();
    await this.store.clear();
    this.measure();
  }

  /** It was used now. */
  touch(id: string): void {
    this.monitor.orElseNow('store', undefined, () => this.store.touch(id));
  }

  async flush(): Promise<void> {
    await this.monitor.orElse('store', undefined, () => this.store.flush());
  }

  /** Asked again after the put: it may have waited for its turn while a document changed. */
  private async putValid(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[] | undefined> {
    const evicted = await this.store.put(entry, vector);
    if (this.validity.mayBeKept(entry)) return evicted;
    await this.store.removeRefs([entry]);
    return undefined;
  }

  private async removeSelected(tenant: string, selection: EntrySelection): Promise<EntryRef[] | undefined> {
    this.removals += 1;
    this.memory.forgetWhere((entry) => entry.tenant === tenant && isSelected(entry, selection));
    return this.monitor.orElse('store', undefined, () => this.store.remove(tenant, selection));
  }

  /** Another process on the same file may have removed what is in memory here. */
  private forgetIfOthersChanged(): void {
    this.monitor.orElseNow('store', undefined, () => {
      const version = this.store.othersVersion();
      if (this.othersVersion !== undefined && this.othersVersion !== version) this.memory.clear();
      this.othersVersion = version;
    });
  }

  private measure(): void {
    this.monitor.orElseNow('store', undefined, () => this.monitor.sized(this.store.size()));
  }
}
