import { MetricsRegistry } from '@docmind/telemetry';
import { SqliteShiftStore } from '../checking/stores/sqlite-shift.store.js';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { EpochStore } from '../entries/entry/epoch-store.port.js';
import { SharedExactStore } from '../entries/entry/shared-exact-store.port.js';
import { InMemoryEntryStore } from '../entries/stores/in-memory-entry.store.fixture.js';
import { openSemanticDatabase } from '../entries/stores/semantic-database.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { NoReplicaLog } from '../replication/log/replica-log.port.js';
import { ReplicaPlaceStore, type ReplicaState } from '../replication/log/replica-place.port.js';
import { assembleCache } from './assembled-cache.fixture.js';
import { FakeEmbedder } from '../embedding/vectors/fake-embedder.fixture.js';
import { FakeClock } from '../monitoring/fake-clock.fixture.js';

export class InMemoryEpochStore extends EpochStore {
  failure: Error | undefined;
  private readonly epochs = new Map<string, number>();

  seen(tenant: string): number {
    if (this.failure) throw this.failure;
    return this.epochs.get(tenant) ?? 0;
  }

  async advance(tenant: string, epoch: number): Promise<void> {
    this.epochs.set(tenant, Math.max(epoch, this.seen(tenant)));
  }

  async noteChanges(tenant: string, epoch: number, documentIds: readonly string[]): Promise<void> {
    for (const id of documentIds) await this.advance(`${tenant}/${id}`, epoch);
  }

  newestChange(tenant: string, documentIds: readonly string[]): number {
    return Math.max(0, ...documentIds.map((id) => this.seen(`${tenant}/${id}`)));
  }
}

export class FakeSharedStore extends SharedExactStore {
  failure: Error | undefined;
  /** Runs while a `get` is under way. */
  duringGet: (() => Promise<void>) | undefined;
  readonly entries = new Map<string, CacheEntry>();

  async get(exactKey: string): Promise<CacheEntry | undefined> {
    const found = this.reach().get(exactKey);
    await this.duringGet?.();
    return found;
  }

  async getMany(exactKeys: readonly string[]): Promise<(CacheEntry | undefined)[]> {
    return exactKeys.map((key) => this.reach().get(key));
  }

  async set(entry: CacheEntry): Promise<void> {
    this.reach().set(entry.exactKey, entry);
  }

  async remove(): Promise<void> {}

  async removeSelected(): Promise<void> {
    this.reach().clear();
  }

  async close(): Promise<void> {}

  private reach(): Map<string, CacheEntry> {
    if (this.failure) throw this.failure;
    return this.entries;
  }
}

export class InMemoryReplicaPlaceStore extends ReplicaPlaceStore {
  private state: ReplicaState = { place: undefined, metOthers: false };

  constructor(private readonly id = 'replica') {
    super();
  }

  replicaId(): string {
    return this.id;
  }

  read(): ReplicaState {
    return this.state;
  }

  async write(state: ReplicaState): Promise<void> {
    this.state = state;
  }
}

/** The cache with fakes at its ports and everything else as it is. */
export function cacheWithFakes(change: { budget?: number; shadowRate?: number } = {}) {
  const clock = new FakeClock();
  const embedder = new FakeEmbedder();
  const store = new InMemoryEntryStore({ maxEntries: 100, maxBytes: 1_000_000 }, clock);
  const shared = new FakeSharedStore();
  const epochs = new InMemoryEpochStore();
  const warnings: object[] = [];
  const logger = { warn: (message: object) => void warnings.push(message), error: (message: object) => void warnings.push(message) };
  const monitor = new CacheMonitor(logger, new MetricsRegistry('cache'));
  const shifts = new SqliteShiftStore(openSemanticDatabase(':memory:', () => undefined));
  const places = new InMemoryReplicaPlaceStore();
  const { shadowRate = 0, ...rest } = change;
  const ports = { clock, embedder, store, shared, epochs, monitor, shifts, places, log: new NoReplicaLog() };
  const assemble = () => assembleCache(ports, { ...rest, CACHE_SHADOW_RATE: shadowRate });
  /** `restarted` has the same stores and nothing in memory. */
  return { clock, embedder, store, shared, epochs, warnings, monitor, ...assemble(), restarted: () => assemble().cache };
}
