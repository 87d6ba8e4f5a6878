import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { CacheSupport } from '../cache-support.js';
import { type CacheEntry, documentIdsOf } from './cache-entry.js';
import { type EntrySelection, EntryStore } from './entry-store.port.js';
import { EpochStore } from './epoch-store.port.js';
import { ExactTier } from './exact-tier.js';
import { SharedExactStore } from './shared-exact-store.port.js';

/** Keeps the three places of an answer (memory, this replica's file, Redis) in step. A place that fails is a fault, never an error. */
@Injectable()
export class EntryKeeper {
  private removals = 0;

  constructor(
    private readonly memory: ExactTier,
    private readonly store: EntryStore,
    private readonly shared: SharedExactStore,
    private readonly epochs: EpochStore,
    private readonly support: CacheSupport,
  ) {}

  inMemory(exactKey: string): CacheEntry | undefined {
    const entry = this.memory.get(exactKey, this.support.clock.nowMs());
    if (entry) this.touch(entry.id);
    return entry;
  }

  /** This replica's file, then Redis. What is found comes into memory for the next time. */
  async beyondMemory(exactKey: string): Promise<CacheEntry | undefined> {
    const { monitor, clock } = this.support;
    const removalsBefore = this.removals;
    const own = await monitor.orElse('store', undefined, () => this.store.findExact(exactKey));
    const entry = own ?? (await monitor.orElse('redis', undefined, () => this.shared.get(exactKey)));
    if (!entry || entry.expiresAtMs <= clock.nowMs()) return undefined;
    // A removal since then may have been meant for this very entry.
    if (this.removals === removalsBefore) this.memory.remember(entry);
    if (own) this.touch(own.id);
    return entry;
  }

  /** @returns false when this replica's file could not be written; then the answer isn't kept anywhere. */
  async keep(entry: CacheEntry, vector: Float32Array | undefined): Promise<boolean> {
    const { monitor, clock } = this.support;
    const evicted = await monitor.orElse('store', undefined, () => this.store.put(entry, vector));
    if (!evicted) return false;
    monitor.sized(this.store.size());
    this.memory.forget(evicted);
    this.memory.remember(entry);
    await monitor.orElse('redis', undefined, () => this.shared.set(entry, entry.expiresAtMs - clock.nowMs()));
    return true;
  }

  /**
   * @returns how many this replica held
   * @throws AppError UNAVAILABLE when a place could not be reached; what could be removed is. The caller asks again, else old answers stay.
   */
  async remove(tenant: string, selection: EntrySelection): Promise<number> {
    const { monitor } = this.support;
    this.removals += 1;
    this.memory.forgetWhere((entry) => entry.tenant === tenant && isSelected(entry, selection));
    const removed = await monitor.orElse('store', undefined, () => this.store.remove(tenant, selection));
    const unshared = await monitor.orElse('redis', false, () => this.shared.removeSelected(tenant, selection).then(() => true));
    monitor.sized(this.store.size());
    if (removed && unshared) return removed.length;
    throw new AppError('UNAVAILABLE', `Not every kept answer could be removed: ${removed ? 'Redis' : 'the store'} failed; ask again`);
  }

  touch(id: string): void {
    try {
      this.store.touch(id);
    } catch (error) {
      this.support.monitor.fault('store', error);
    }
  }

  /** The epoch this cache has heard of; 0, so that nothing that rests on documents is served, while that can't be read. */
  seenEpoch(tenant: string): number {
    return this.epoch(0, () => this.epochs.seen(tenant));
  }

  /** Infinity while it can't be read: then no answer that rests on documents is kept. */
  newestChange(tenant: string, documentIds: readonly string[]): number {
    return this.epoch(Number.POSITIVE_INFINITY, () => this.epochs.newestChange(tenant, documentIds));
  }

  /** @throws when it can't be written; the caller tells of the change again. */
  advanceEpoch(tenant: string, epoch: number): void {
    this.epochs.advance(tenant, epoch);
  }

  noteChanges(tenant: string, epoch: number, documentIds: readonly string[]): void {
    this.epochs.noteChanges(tenant, epoch, documentIds);
  }

  private epoch(otherwise: number, read: () => number): number {
    try {
      return read();
    } catch (error) {
      this.support.monitor.fault('epochs', error);
      return otherwise;
    }
  }
}

function isSelected(entry: CacheEntry, selection: EntrySelection): boolean {
  if (selection.by === 'namespace') return entry.namespace === selection.namespace;
  if (selection.by === 'model') return entry.model === selection.model;
  if (selection.by === 'everything') return true;
  if (selection.by === 'entries') return selection.ids.includes(entry.id);
  return documentIdsOf(entry).some((id) => selection.ids.includes(id));
}
