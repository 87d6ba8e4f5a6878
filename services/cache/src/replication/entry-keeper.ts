import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import type { CacheEntry, EntryRef } from '../entries/entry/cache-entry.js';
import type { Invalidation } from '../entries/entry/selection.policy.js';
import { EntryValidity } from '../entries/entry-validity.js';
import { LocalEntries } from '../entries/local-entries.js';
import { NearEntries } from '../entries/near-entries.js';
import { SharedEntries } from './shared-entries.js';

/** Keeps the places of an answer in step, here and in other replicas. */
@Injectable()
export class EntryKeeper {
  constructor(
    private readonly local: LocalEntries,
    private readonly near: NearEntries,
    private readonly shared: SharedEntries,
    private readonly validity: EntryValidity,
  ) {}

  /** @returns false when this replica's file could not be written or a document changed meanwhile; then the answer isn't kept anywhere */
  async keep(entry: CacheEntry, vector: Float32Array | undefined): Promise<boolean> {
    const removalsBefore = this.local.removalCount;
    const evicted = await this.local.put(entry, vector);
    if (!evicted) return false;
    this.local.remember(entry, removalsBefore);
    await this.near.add(entry, vector, evicted);
    await this.shared.put(entry, vector, evicted);
    return true;
  }

  /**
   * Does three things, in this order. From now on no answer from before the change is kept. Then the answers that are there go. Then the epoch counts
   * as heard of. After a crash in between, or an answer that is stored meanwhile, answers are refused, but no old one is served.
   * @returns how many this replica held
   * @throws AppError UNAVAILABLE when a place could not be reached; what could be removed is. The caller must ask again, else old answers stay.
   */
  async invalidate(change: Invalidation): Promise<number> {
    const removed = await this.removeHere(change);
    const isShared = await this.shared.remove(change);
    if (removed) await this.near.remove(removed);
    if (!removed || !isShared) throw notRemoved(removed ? 'Redis' : 'the store');
    await this.validity.advance(change);
    return removed.length;
  }

  /** What another replica kept. It is in Redis and in a separate index already. */
  async learn(entry: CacheEntry, vector: Float32Array | undefined): Promise<void> {
    if (!this.validity.mayBeKept(entry)) return;
    if ((await this.local.inFile(entry.exactKey))?.id === entry.id) return;
    const evicted = await this.local.put(entry, vector);
    this.local.forgetKey(entry.exactKey);
    if (evicted) await this.near.holds(entry.id);
  }

  /** What another replica invalidated. @throws when it could not be done here; then this replica is behind */
  async follow(change: Invalidation): Promise<void> {
    if (!(await this.removeHere(change))) throw notRemoved('the store');
    await this.validity.advance(change);
  }

  /** What another replica had no room for any more. */
  async drop(refs: readonly EntryRef[]): Promise<void> {
    if (refs.length > 0) await this.local.drop(refs);
  }

  /** Nobody can say what was invalidated meanwhile, so nothing is trusted. @throws when the store can't be cleared */
  forgetAll(): Promise<void> {
    return this.local.clear();
  }

  /** What was kept is on the disk when this resolves. */
  flush(): Promise<void> {
    return this.local.flush();
  }

  /** @returns undefined when the store failed */
  private async removeHere(change: Invalidation): Promise<EntryRef[] | undefined> {
    return (await this.validity.note(change)) ? this.local.remove(change) : undefined;
  }
}

function notRemoved(place: string): AppError {
  return new AppError('UNAVAILABLE', `Not every kept answer could be removed: ${place} failed; ask again`);
}
