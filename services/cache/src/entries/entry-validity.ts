import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Clock } from '../monitoring/clock.js';
import { type CacheEntry, documentIdsOf, type Lifetime } from './entry/cache-entry.js';
import { EpochStore } from './entry/epoch-store.port.js';
import type { Invalidation } from './entry/selection.policy.js';
import { isCurrent, isExpired, isTooOld } from './entry/validity.policy.js';

/** What a caller takes. */
export interface ValidityWishes {
  /** The corpus epoch that the caller knows of. */
  readonly epoch?: number | undefined;
  readonly maxAgeSeconds?: number | undefined;
}

/** Whether a kept answer may still be given: its time isn't over, and its documents are as they were. */
@Injectable()
export class EntryValidity {
  constructor(
    private readonly epochs: EpochStore,
    private readonly clock: Clock,
    private readonly monitor: CacheMonitor,
  ) {}

  isExpired(entry: Lifetime): boolean {
    return isExpired(entry, this.clock.nowMs());
  }

  /** May this caller have it? Nothing that rests on documents is given while the epoch that this cache has heard of can't be read. */
  isValid(entry: CacheEntry, { epoch, maxAgeSeconds }: ValidityWishes): boolean {
    const nowMs = this.clock.nowMs();
    if (isExpired(entry, nowMs) || isTooOld(entry, nowMs, maxAgeSeconds)) return false;
    return isCurrent(entry, epoch, () => this.monitor.orElseNow('epochs', 0, () => this.epochs.seen(entry.tenant)));
  }

  /** May it be kept here? Another replica may have made it from documents that it didn't know had changed. */
  mayBeKept(entry: CacheEntry): boolean {
    return !this.isExpired(entry) && this.newestChange(entry.tenant, documentIdsOf(entry)) <= entry.epoch;
  }

  /** The newest epoch in which one of these changed; Infinity while that can't be read: then no answer that rests on them is kept. */
  newestChange(tenant: string, documentIds: readonly string[]): number {
    return this.monitor.orElseNow('epochs', Number.POSITIVE_INFINITY, () => this.epochs.newestChange(tenant, documentIds));
  }

  /** From now on answers from before the change are not kept. False when that can't be written. */
  async note({ tenant, epoch, documentIds = [] }: Invalidation): Promise<boolean> {
    if (epoch === undefined || documentIds.length === 0) return true;
    return this.monitor.orElse('epochs', false, () => this.epochs.noteChanges(tenant, epoch, documentIds).then(() => true));
  }

  /** From now on the change counts as heard of. @throws when that can't be written */
  async advance({ tenant, epoch }: Pick<Invalidation, 'tenant' | 'epoch'>): Promise<void> {
    if (epoch !== undefined) await this.epochs.advance(tenant, epoch);
  }

  lifetimeOf(ttlSeconds: number): Lifetime {
    const createdAtMs = this.clock.nowMs();
    return { createdAtMs, expiresAtMs: createdAtMs + ttlSeconds * 1000 };
  }

  /** 0 for one from the future. */
  ageSeconds({ createdAtMs }: Pick<Lifetime, 'createdAtMs'>): number {
    return Math.max(0, (this.clock.nowMs() - createdAtMs) / 1000);
  }
}
