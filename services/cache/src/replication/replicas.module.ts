import { SqliteFile } from '@docmind/sqlite';
import type { Provider } from '@nestjs/common';
import { QdrantClient } from '@qdrant/js-client-rest';
import type { Redis } from 'ioredis';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { CacheSupport } from '../monitoring/cache-support.js';
import { Clock } from '../monitoring/clock.js';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { Circuits } from '../monitoring/part-circuit.js';
import { EntryFinder } from '../entries/entry-finder.js';
import { EntryKeeper } from './entry-keeper.js';
import { EntryPlaces } from '../entries/entry-places.js';
import { EntryStore } from '../entries/entry/entry-store.port.js';
import { ExactTier } from '../entries/exact-tier.js';
import { IndexUpkeep } from '../entries/index-upkeep.js';
import { NearEntries } from '../entries/near-entries.js';
import { NoReplicaLog, ReplicaLog } from './log/replica-log.port.js';
import { ReplicaPlaceStore } from './log/replica-place.port.js';
import { ReplicaSync, SyncParts } from './replica-sync.js';
import { Replicas } from './replicas.js';
import { NoSharedExactStore, SharedExactStore } from '../entries/entry/shared-exact-store.port.js';
import { QdrantVectorStore } from '../entries/stores/qdrant-vector.store.js';
import { connectRedis } from '../entries/stores/redis-connection.js';
import { RedisExactStore } from '../entries/stores/redis-exact.store.js';
import { RedisReplicaLog } from './stores/redis-replica-log.store.js';
import { SqliteReplicaPlaceStore } from './stores/sqlite-replica-place.store.js';
import { EmbeddedVectorIndex, VectorIndex } from '../entries/entry/vector-index.port.js';

const REDIS = Symbol('REDIS');
/** The client's own limit; whoever waits for a lookup gives up sooner. */
const QDRANT_TIMEOUT_MS = 2_000;

const REDIS_STORES: Provider[] = [
  {
    provide: REDIS,
    useFactory: ({ REDIS_URL: url }: CacheConfig, monitor: CacheMonitor) =>
      url === undefined ? undefined : connectRedis(url, (error) => monitor.fault('redis', error)),
    inject: [CACHE_CONFIG, CacheMonitor],
  },
  {
    provide: SharedExactStore,
    useFactory: (redis: Redis | undefined) => (redis ? new RedisExactStore(redis) : new NoSharedExactStore()),
    inject: [REDIS],
  },
  {
    provide: ReplicaLog,
    useFactory: (redis: Redis | undefined, places: ReplicaPlaceStore) =>
      redis ? new RedisReplicaLog(redis, () => places.replicaId()) : new NoReplicaLog(),
    inject: [REDIS, ReplicaPlaceStore],
  },
];

/** How an answer comes to all its places and to all replicas. */
export const REPLICA_PROVIDERS: Provider[] = [
  ...REDIS_STORES,
  {
    provide: Circuits,
    useFactory: (monitor: CacheMonitor, config: CacheConfig) => new Circuits(monitor, config.CACHE_STORE_TIMEOUT_MS),
    inject: [CacheMonitor, CACHE_CONFIG],
  },
  CacheSupport,
  { provide: ReplicaPlaceStore, useFactory: (file: SqliteFile) => new SqliteReplicaPlaceStore(file), inject: [SqliteFile] },
  { provide: ExactTier, useFactory: (config: CacheConfig) => new ExactTier(config.CACHE_MEMORY_MAX_BYTES), inject: [CACHE_CONFIG] },
  {
    provide: VectorIndex,
    useFactory: (store: EntryStore, finder: EntryFinder, clock: Clock, config: CacheConfig) => {
      if (config.CACHE_VECTOR_INDEX === 'embedded') return new EmbeddedVectorIndex(store);
      const { QDRANT_URL: url, QDRANT_API_KEY: apiKey, QDRANT_CACHE_COLLECTION: collection } = config;
      const client = new QdrantClient({
        url,
        timeout: QDRANT_TIMEOUT_MS,
        checkCompatibility: false,
        ...(apiKey === undefined ? {} : { apiKey }),
      });
      return new QdrantVectorStore({ client, collection, clock, find: (exactKey) => finder.find(exactKey) });
    },
    inject: [EntryStore, EntryFinder, Clock, CACHE_CONFIG],
  },
  ...[EntryFinder, EntryPlaces, EntryKeeper, NearEntries, IndexUpkeep, SyncParts, ReplicaSync, Replicas],
];
