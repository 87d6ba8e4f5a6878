import { type CacheEntry, entryBytes, type EntryRef } from '../entry/cache-entry.js';
import { EntryStore, type IndexableEntry, type NearEntry, type StorageFigures } from '../entry/entry-store.port.js';
import { type EntrySelection, isSelected } from '../entry/selection.policy.js';
import { isExpired } from '../entry/validity.policy.js';
import type { Clock } from '../../monitoring/clock.js';
import { cosineOf } from '../../embedding/vectors/embedder.port.js';
import type { EntryLimits } from './sqlite-entry.store.js';

interface Held {
  readonly entry: CacheEntry;
  readonly vector: Float32Array | undefined;
  usedAt: number;
  indexed: boolean;
}

/** The fake of the port, kept true by the same contract suite as the real store. */
export class InMemoryEntryStore extends EntryStore {
  readonly feedback: { id: string; verdict: string }[] = [];
  failure: Error | undefined;
  private held: Held[] = [];
  private evictions = 0;

  constructor(
    private readonly limits: EntryLimits,
    private readonly clock: Clock,
  ) {
    super();
  }

  async findExact(exactKey: string): Promise<CacheEntry | undefined> {
    return this.alive().find(({ entry }) => entry.exactKey === exactKey)?.entry;
  }

  async nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[]> {
    return this.alive()
      .filter((held) => held.entry.scopeKey === scopeKey && held.vector)
      .map(({ entry, vector: own = new Float32Array() }) => ({
        entry,
        cosine: cosineOf(own, vector),
      }))
      .sort((left, right) => right.cosine - left.cosine)
      .slice(0, limit);
  }

  async put(entry: CacheEntry, vector: Float32Array | undefined): Promise<EntryRef[]> {
    this.held = this.alive().filter((held) => held.entry.exactKey !== entry.exactKey);
    this.held.push({ entry, vector, usedAt: this.clock.nowMs(), indexed: false });
    const evicted: EntryRef[] = [];
    while (this.held.length > 1 && (this.size().entries > this.limits.maxEntries || this.size().bytes > this.limits.maxBytes)) {
      const oldest = this.held.filter((held) => held.entry !== entry).sort((left, right) => left.usedAt - right.usedAt)[0] as Held;
      evicted.push(...this.drop((held) => held === oldest));
    }
    this.evictions += evicted.length;
    return evicted;
  }

  async remove(tenant: string, selection: EntrySelection): Promise<EntryRef[]> {
    return this.drop(({ entry }) => entry.tenant === tenant && isSelected(entry, selection));
  }

  async page(tenant: string, afterId: string | undefined, limit: number): Promise<CacheEntry[]> {
    return this.alive()
      .map(({ entry }) => entry)
      .filter((entry) => entry.tenant === tenant && entry.id > (afterId ?? ''))
      .sort((left, right) => (left.id < right.id ? -1 : 1))
      .slice(0, limit);
  }

  async removeRefs(refs: readonly EntryRef[]): Promise<void> {
    this.drop(({ entry }) => refs.some(({ id }) => id === entry.id));
  }

  async clear(): Promise<void> {
    this.drop(() => true);
  }

  touch(id: string): void {
    for (const held of this.held) if (held.entry.id === id) held.usedAt = this.clock.nowMs();
  }

  size(): { entries: number; bytes: number } {
    return { entries: this.held.length, bytes: this.held.reduce((sum, { entry, vector }) => sum + entryBytes(entry, vector?.length), 0) };
  }

  storage(): StorageFigures {
    const times = this.held.map(({ entry }) => entry.createdAtMs);
    return { ...this.size(), evictions: this.evictions, oldestAtMs: times.length > 0 ? Math.min(...times) : undefined };
  }

  heldBy(tenant: string): Omit<StorageFigures, 'evictions'> {
    const own = this.held.filter(({ entry }) => entry.tenant === tenant);
    const bytes = own.reduce((sum, { entry, vector }) => sum + entryBytes(entry, vector?.length), 0);
    const times = own.map(({ entry }) => entry.createdAtMs);
    return { entries: own.length, bytes, oldestAtMs: times.length > 0 ? Math.min(...times) : undefined };
  }

  othersVersion(): number {
    return 0;
  }

  async unindexed(limit: number): Promise<IndexableEntry[]> {
    return this.alive()
      .flatMap(({ entry, vector, indexed }) => (vector && !indexed ? [{ entry, vector }] : []))
      .slice(0, limit);
  }

  async markIndexed(ids: readonly string[] | 'none'): Promise<void> {
    for (const held of this.held) held.indexed = ids !== 'none' && (held.indexed || ids.includes(held.entry.id));
  }

  async recordFeedback(tenant: string, id: string, verdict: 'wrong' | 'right'): Promise<boolean> {
    const found = this.held.some(({ entry }) => entry.tenant === tenant && entry.id === id);
    if (found) this.feedback.push({ id, verdict });
    return found;
  }

  async flush(): Promise<void> {}

  close(): void {}

  private alive(): Held[] {
    if (this.failure) throw this.failure;
    return this.held.filter(({ entry }) => !isExpired(entry, this.clock.nowMs()));
  }

  private drop(matches: (held: Held) => boolean): EntryRef[] {
    if (this.failure) throw this.failure;
    const gone = this.held.filter(matches);
    this.held = this.held.filter((held) => !gone.includes(held));
    return gone.map(({ entry }) => ({ id: entry.id, exactKey: entry.exactKey }));
  }
}
