import { join } from 'node:path';
import { dataKey } from '@docmind/bootstrap';
import { SqliteFile } from '@docmind/sqlite';
import { HealthRegistry } from '@docmind/telemetry';
import { Module, type OnApplicationShutdown, type OnModuleInit, type Provider } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { CACHE_CONFIG, type CacheConfig, cacheFolders } from '../config/config.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Clock } from '../monitoring/clock.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { EntryFinder } from './entry-finder.js';
import { EntryValidity } from './entry-validity.js';
import { EntryStore } from './entry/entry-store.port.js';
import { EpochStore } from './entry/epoch-store.port.js';
import { NoSharedExactStore, SharedExactStore } from './entry/shared-exact-store.port.js';
import { EmbeddedVectorIndex, VectorIndex } from './entry/vector-index.port.js';
import { ExactTier } from './exact-tier.js';
import { IndexUpkeep } from './index-upkeep.js';
import { LocalEntries } from './local-entries.js';
import { NearEntries } from './near-entries.js';
import { StoredFigures } from './stored-figures.js';
import { QdrantVectorStore } from './stores/qdrant-vector.store.js';
import { connectRedis } from './stores/redis-connection.js';
import { RedisExactStore } from './stores/redis-exact.store.js';
import { openSemanticDatabase } from './stores/semantic-database.js';
import { SqliteEntryStore } from './stores/sqlite-entry.store.js';
import { SqliteEpochStore } from './stores/sqlite-epoch.store.js';

/** Injection token of the connection to Redis; undefined where no REDIS_URL is set. */
export const REDIS = Symbol('REDIS');
/** The client's own limit; whoever waits for a lookup gives up sooner. */
const QDRANT_TIMEOUT_MS = 2_000;

const PLACES: Provider[] = [
  {
    provide: SqliteFile,
    inject: [CACHE_CONFIG, CacheMonitor],
    useFactory: (config: CacheConfig, monitor: CacheMonitor) =>
      openSemanticDatabase(
        join(cacheFolders(config).semantic, 'semantic.db'),
        (movedTo, reason) => monitor.rebuilt('store', movedTo, reason),
        dataKey(config),
      ),
  },
  {
    provide: EntryStore,
    inject: [SqliteFile, CACHE_CONFIG, Clock],
    useFactory: (file: SqliteFile, config: CacheConfig, clock: Clock) =>
      new SqliteEntryStore(file, { maxEntries: config.CACHE_MAX_ENTRIES, maxBytes: config.CACHE_MAX_BYTES }, clock),
  },
  { provide: EpochStore, inject: [SqliteFile], useFactory: (file: SqliteFile) => new SqliteEpochStore(file) },
  { provide: ExactTier, inject: [CACHE_CONFIG], useFactory: (config: CacheConfig) => new ExactTier(config.CACHE_MEMORY_MAX_BYTES) },
  {
    provide: REDIS,
    inject: [CACHE_CONFIG, CacheMonitor],
    useFactory: ({ REDIS_URL: url }: CacheConfig, monitor: CacheMonitor) =>
      url === undefined ? undefined : connectRedis(url, (error) => monitor.fault('redis', error)),
  },
  {
    provide: SharedExactStore,
    inject: [{ token: REDIS, optional: true }],
    useFactory: (redis: Redis | undefined) => (redis ? new RedisExactStore(redis) : new NoSharedExactStore()),
  },
  {
    provide: VectorIndex,
    inject: [EntryStore, EntryFinder, Clock, CACHE_CONFIG],
    useFactory: async (store: EntryStore, finder: EntryFinder, clock: Clock, config: CacheConfig) => {
      if (config.CACHE_VECTOR_INDEX === 'embedded') return new EmbeddedVectorIndex(store);
      const { QDRANT_URL: url, QDRANT_API_KEY: apiKey, QDRANT_CACHE_COLLECTION: collection } = config;
      const options = { url, timeout: QDRANT_TIMEOUT_MS, checkCompatibility: false, ...(apiKey === undefined ? {} : { apiKey }) };
      const { QdrantClient } = await import('@qdrant/js-client-rest');
      return new QdrantVectorStore({ client: new QdrantClient(options), collection, clock, find: (exactKey) => finder.find(exactKey) });
    },
  },
];

/** Kept answers: where they lie, how they are found, and until when they are valid. */
@Module({
  imports: [MonitoringModule],
  providers: [...PLACES, EntryValidity, LocalEntries, EntryFinder, NearEntries, IndexUpkeep, StoredFigures],
  exports: [SqliteFile, REDIS, EntryStore, SharedExactStore, EntryValidity, LocalEntries, EntryFinder, NearEntries, StoredFigures],
})
export class EntriesModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly store: EntryStore,
    private readonly shared: SharedExactStore,
    private readonly upkeep: IndexUpkeep,
    private readonly health: HealthRegistry,
  ) {}

  /** Redis and Qdrant are no part of readiness: without them hits are fewer. */
  onModuleInit(): void {
    this.health.add('semantic store', () => void this.store.size());
    this.upkeep.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.upkeep.stop();
    await this.shared.close();
    this.store.close();
  }
}
