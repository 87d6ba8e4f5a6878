import { MetricsRegistry } from '@docmind/telemetry';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { CacheSupport } from '../monitoring/cache-support.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { loadCalibration } from '../likeness/calibration-file.js';
import type { CacheEntry } from '../entries/entry/cache-entry.js';
import { EntryFinder } from '../entries/entry-finder.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import { EntryPlaces } from '../entries/entry-places.js';
import { EpochStore } from '../entries/entry/epoch-store.port.js';
import { ExactTier } from '../entries/exact-tier.js';
import { HitJudge } from '../likeness/hit-judge.js';
import { HitLearning } from '../checking/learning/hit-learning.js';
import { NearEntries } from '../entries/near-entries.js';
import { QuestionVectors } from '../embedding/vectors/question-vectors.js';
import { NoReplicaLog } from '../replication/log/replica-log.port.js';
import { ReplicaPlaceStore, type ReplicaState } from '../replication/log/replica-place.port.js';
import { ReplicaSync, SyncParts } from '../replication/replica-sync.js';
import { SemanticCacheParts, SemanticCacheService } from './semantic-cache.service.js';
import { FakeClock, FakeEmbedder } from './semantic.fixture.js';
import { SemanticTier } from './semantic-tier.js';
import { ShadowChecks } from '../checking/shadow/shadow-checks.js';
import { SharedExactStore } from '../entries/entry/shared-exact-store.port.js';
import { VerifyingJudge } from '../checking/verification/verifying-judge.js';
import { InMemoryEntryStore } from '../entries/stores/in-memory-entry.store.fixture.js';
import { openSemanticDatabase } from '../entries/stores/semantic-database.js';
import { SqliteShiftStore } from '../checking/stores/sqlite-shift.store.js';
import { EmbeddedVectorIndex } from '../entries/entry/vector-index.port.js';

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

const NO_INGESTION = { bytes: 0, rawBytes: 0 };

/** The service with fakes at its ports and everything else as it is. */
export function cacheWithFakes(change: { budget?: number; shadowRate?: number } = {}) {
  const clock = new FakeClock();
  const embedder = new FakeEmbedder();
  const store = new InMemoryEntryStore({ maxEntries: 100, maxBytes: 1_000_000 }, clock);
  const shared = new FakeSharedStore();
  const epochs = new InMemoryEpochStore();
  const warnings: object[] = [];
  const logger = { warn: (message: object) => void warnings.push(message), error: (message: object) => void warnings.push(message) };
  const monitor = new CacheMonitor(logger, new MetricsRegistry('cache'));
  const support = new CacheSupport(monitor, clock, new Circuits(monitor, 40));
  const index = new EmbeddedVectorIndex(store);
  const log = new NoReplicaLog();
  const makeKeeper = (): EntryKeeper => {
    const finder = new EntryFinder(store, shared, epochs, support);
    const places = new EntryPlaces(new ExactTier(1_000_000), store, shared, index, finder);
    return new EntryKeeper(places, epochs, log, support);
  };
  const shifts = new SqliteShiftStore(openSemanticDatabase(':memory:', () => undefined));
  const learning = new HitLearning(shifts, monitor, 'the calibration');
  const tier = new SemanticTier(
    new QuestionVectors(embedder),
    new NearEntries(index, support),
    new VerifyingJudge(new HitJudge(loadCalibration('bge-small-en-v1.5-int8'), change.budget ?? 0.01, learning), undefined),
    monitor,
    200,
  );
  const limits = { ttlSeconds: 60, maxTemperature: 0.5, maxEntryBytes: 10_000, shadowRate: change.shadowRate ?? 0 };
  const settings = { embedderId: embedder.id, ...limits, ingestion: () => NO_INGESTION };
  const make = (keeper = makeKeeper()): SemanticCacheService => {
    const replicas = new ReplicaSync(new SyncParts(log, keeper, shared, new InMemoryReplicaPlaceStore()), support);
    return new SemanticCacheService(new SemanticCacheParts(keeper, tier, store, replicas, support), settings, learning);
  };
  /** `restarted` has the same stores and nothing in memory. */
  const keeper = makeKeeper();
  const shadows = new ShadowChecks({ embedder, keeper, monitor, learning, verifier: undefined });
  return { clock, embedder, store, shared, epochs, warnings, monitor, learning, shadows, cache: make(keeper), restarted: () => make() };
}
