import { encodeVector } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { CacheSupport } from '../monitoring/cache-support.js';
import type { CacheEntry, EntryRef } from '../entries/entry/cache-entry.js';
import { EntryPlaces } from '../entries/entry-places.js';
import { EpochStore } from '../entries/entry/epoch-store.port.js';
import { ReplicaLog } from './log/replica-log.port.js';
import { type EntrySelection, type Invalidation, isSelected, selectionsOf } from '../entries/entry/selection.policy.js';

/** Keeps the places of an answer in step, here and in other replicas. A place that fails is a fault, never an error. */
@Injectable()
export class EntryKeeper {
  private removals = 0;
  private othersVersion: number | undefined;

  constructor(
    private readonly places: EntryPlaces,
    private readonly epochs: EpochStore,
    private readonly log: ReplicaLog,
    private readonly support: CacheSupport,
  ) {}

  /** How often something was removed: what was found before the last time may be gone. */
  get removalCount(): number {
    return this.removals;
  }

  inMemory(exactKey: string): CacheEntry | undefined {
    this.forgetIfOthersChanged();
    const entry = this.places.memory.get(exactKey, this.support.clock.nowMs());
    if (entry) this.touch(entry.id);
    return entry;
  }

  /** This replica's file, then Redis. What is found comes into memory for the next time. */
  async beyondMemory(exactKey: string): Promise<CacheEntry | undefined> {
    const removalsBefore = this.removals;
    const found = await this.places.finder.find(exactKey);
    // A removal since then may have been meant for this very entry.
    if (!found || this.removals !== removalsBefore) return undefined;
    this.places.memory.remember(found.entry);
    if (found.own) this.touch(found.entry.id);
    return found.entry;
  }

  /** @returns false when this replica's file could not be written or a document changed meanwhile; then the answer isn't kept anywhere. */
  async keep(entry: CacheEntry, vector: Float32Array | undefined): Promise<boolean> {
    const { monitor } = this.support;
    const { memory } = this.places;
    const removalsBefore = this.removals;
    const evicted = await monitor.orElse('store', undefined, () => this.putCurrent(entry, vector));
    if (!evicted) return false;
    memory.forget(evicted);
    if (this.removals === removalsBefore) memory.remember(entry);
    await this.index(entry, vector, evicted);
    await this.share(entry, vector, evicted);
    this.measure();
    return true;
  }

  /** What another replica kept. It is in Redis and in a separate index already. */
  async learn(entry: CacheEntry, vector: Float32Array | undefined): Promise<void> {
    const { memory, store, index, finder } = this.places;
    if (!finder.mayBeTaken(entry)) return;
    await this.support.monitor.orElse('store', undefined, async () => {
      if ((await store.findExact(entry.exactKey))?.id === entry.id) return;
      memory.forget((await this.putCurrent(entry, vector)) ?? []);
      memory.forgetKey(entry.exactKey);
      if (index.isSeparate) await store.markIndexed([entry.id]);
    });
    this.measure();
  }

  /**
   * In this order: from now on no answer from before the change is kept; then those there are go; then the epoch counts as heard of. A crash or
   * an answer that is stored in between leaves answers refused rather than old ones served.
   * @returns how many this replica held
   * @throws AppError UNAVAILABLE when a place could not be reached; what could be removed is. The caller asks again, else old answers stay.
   */
  async invalidate(change: Invalidation): Promise<number> {
    const { redis, qdrant } = this.support.circuits;
    const { shared, index } = this.places;
    const removed = (await this.noteChanges(change)) ? await this.removeHere(change) : undefined;
    const selections = selectionsOf(change);
    const unshared = await redis.patiently(false, async () => {
      for (const selection of selections) await shared.removeSelected(change.tenant, selection);
      await this.log.append({ kind: 'invalidated', change });
      return true;
    });
    if (removed && index.isSeparate) await qdrant.patiently(undefined, () => index.remove(removed));
    if (!removed || !unshared) throw notRemoved(removed ? 'Redis' : 'the store');
    await this.advance(change);
    return removed.length;
  }

  /** What another replica invalidated. @throws when it could not be done here; then this replica is behind. */
  async follow(change: Invalidation): Promise<void> {
    const removed = (await this.noteChanges(change)) ? await this.removeHere(change) : undefined;
    if (!removed) throw notRemoved('the store');
    await this.advance(change);
  }

  /** @throws when it can't be written */
  async advance({ tenant, epoch }: Pick<Invalidation, 'tenant' | 'epoch'>): Promise<void> {
    if (epoch !== undefined) await this.epochs.advance(tenant, epoch);
  }

  /** What another replica had no room for any more. */
  async drop(refs: readonly EntryRef[]): Promise<void> {
    if (refs.length === 0) return;
    this.removals += 1;
    this.places.memory.forget(refs);
    await this.support.monitor.orElse('store', undefined, () => this.places.store.removeRefs(refs));
  }

  /** Nobody can say what was invalidated meanwhile, so nothing is trusted. @throws when the store can't be cleared */
  async forgetAll(): Promise<void> {
    this.removals += 1;
    this.places.memory.clear();
    await this.places.store.clear();
    this.measure();
  }

  touch(id: string): void {
    try {
      this.places.store.touch(id);
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

  /** Asked again after the put: it may have waited for its turn while a document changed. */
  private async putCurrent(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[] | undefined> {
    const { store, finder } = this.places;
    const evicted = await store.put(entry, vector);
    if (finder.mayBeTaken(entry)) return evicted;
    await store.removeRefs([entry]);
    return undefined;
  }

  private async noteChanges({ tenant, epoch, documentIds = [] }: Invalidation): Promise<boolean> {
    if (epoch === undefined) return true;
    const noted = this.support.monitor.orElse('epochs', false, () => this.epochs.noteChanges(tenant, epoch, documentIds).then(() => true));
    return noted;
  }

  /** @returns undefined when the store failed */
  private async removeHere(change: Invalidation): Promise<EntryRef[] | undefined> {
    const removed: EntryRef[] = [];
    for (const selection of selectionsOf(change)) {
      const refs = await this.removeSelected(change.tenant, selection);
      if (!refs) return undefined;
      removed.push(...refs);
    }
    this.measure();
    return removed;
  }

  private async removeSelected(tenant: string, selection: EntrySelection): Promise<EntryRef[] | undefined> {
    this.removals += 1;
    this.places.memory.forgetWhere((entry) => entry.tenant === tenant && isSelected(entry, selection));
    return this.support.monitor.orElse('store', undefined, () => this.places.store.remove(tenant, selection));
  }

  /** An index that fails gets the vector later. */
  private async index(entry: CacheEntry, vector: Float32Array | undefined, evicted: readonly EntryRef[]): Promise<void> {
    const { index, store } = this.places;
    if (!index.isSeparate) return;
    const added = await this.support.circuits.qdrant.orElse(false, async () => {
      if (vector) await index.add([{ entry, vector }]);
      if (evicted.length > 0) await index.remove(evicted);
      return true;
    });
    if (added && vector) await this.support.monitor.orElse('store', undefined, () => store.markIndexed([entry.id]));
  }

  private async share(entry: CacheEntry, vector: Float32Array | undefined, evicted: readonly EntryRef[]): Promise<void> {
    const { shared } = this.places;
    const ref = { id: entry.id, exactKey: entry.exactKey };
    await this.support.circuits.redis.patiently(undefined, async () => {
      await shared.set(entry, entry.expiresAtMs - this.support.clock.nowMs());
      await shared.remove(evicted);
      await this.log.append({ kind: 'put', ref, evicted, ...(vector ? { vector: encodeVector(vector) } : {}) });
    });
  }

  /** Another process on the same file may have removed what is in memory here. */
  private forgetIfOthersChanged(): void {
    try {
      const version = this.places.store.othersVersion();
      if (this.othersVersion !== undefined && this.othersVersion !== version) this.places.memory.clear();
      this.othersVersion = version;
    } catch (error) {
      this.support.monitor.fault('store', error);
    }
  }

  private measure(): void {
    try {
      this.support.monitor.sized(this.places.store.size());
    } catch (error) {
      this.support.monitor.fault('store', error);
    }
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

function notRemoved(place: string): AppError {
  return new AppError('UNAVAILABLE', `Not every kept answer could be removed: ${place} failed; ask again`);
}
