import { MetricsRegistry } from '@docmind/telemetry';
import { CacheMonitor } from '../cache-monitor.js';
import { loadCalibration } from '../calibration/calibration-file.js';
import type { CacheEntry } from './cache-entry.js';
import { EntryKeeper } from './entry-keeper.js';
import { EpochStore } from './epoch-store.port.js';
import { ExactTier } from './exact-tier.js';
import { HitJudge } from './hit-judge.js';
import { QuestionVectors } from './question-vectors.js';
import { SemanticCacheService } from './semantic-cache.service.js';
import { FakeClock, FakeEmbedder } from './semantic.fixture.js';
import { SemanticTier } from './semantic-tier.js';
import { SharedExactStore } from './shared-exact-store.port.js';
import { VerifyingJudge } from './verification/verifying-judge.js';
import { InMemoryEntryStore } from './stores/in-memory-entry.store.fixture.js';

export class InMemoryEpochStore extends EpochStore {
  failure: Error | undefined;
  private readonly epochs = new Map<string, number>();

  seen(tenant: string): number {
    if (this.failure) throw this.failure;
    return this.epochs.get(tenant) ?? 0;
  }

  advance(tenant: string, epoch: number): void {
    this.epochs.set(tenant, Math.max(epoch, this.seen(tenant)));
  }

  noteChanges(tenant: string, epoch: number, documentIds: readonly string[]): void {
    for (const id of documentIds) this.advance(`${tenant}/${id}`, epoch);
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

/** The service with fakes at its ports and everything else as it is. */
export function cacheWithFakes(change: { budget?: number } = {}) {
  const clock = new FakeClock();
  const embedder = new FakeEmbedder();
  const store = new InMemoryEntryStore({ maxEntries: 100, maxBytes: 1_000_000 }, clock);
  const shared = new FakeSharedStore();
  const epochs = new InMemoryEpochStore();
  const warnings: object[] = [];
  const logger = { warn: (message: object) => void warnings.push(message), error: (message: object) => void warnings.push(message) };
  const monitor = new CacheMonitor(logger, new MetricsRegistry('cache'));
  const makeKeeper = (): EntryKeeper => new EntryKeeper(new ExactTier(1_000_000), store, shared, epochs, { monitor, clock });
  const tier = new SemanticTier(
    new QuestionVectors(embedder),
    store,
    new VerifyingJudge(new HitJudge(loadCalibration('bge-small-en-v1.5-int8'), change.budget ?? 0.01), undefined),
    monitor,
    200,
  );
  const settings = { embedderId: embedder.id, ttlSeconds: 60, maxTemperature: 0.5, ingestionBytes: () => 0 };
  const make = (): SemanticCacheService => new SemanticCacheService({ keeper: makeKeeper(), tier, store, monitor, clock }, settings);
  /** `restarted` has the same stores and nothing in memory. */
  return { clock, embedder, store, shared, epochs, warnings, monitor, cache: make(), restarted: make };
}
