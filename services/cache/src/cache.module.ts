import { join } from 'node:path';
import { MessageClient } from '@docmind/messaging';
import { SqliteFile } from '@docmind/sqlite';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CacheLifecycle } from './cache-lifecycle.js';
import { CacheMonitor } from './monitoring/cache-monitor.js';
import { Clock, SystemClock } from './monitoring/clock.js';
import { CACHE_CONFIG, type CacheConfig } from './config/config.js';
import { Embedder } from './embedding/vectors/embedder.port.js';
import { createEmbedder, modelsDirOf } from './embedding/embedders/create-embedder.js';
import { DOOR_CONTROLLERS, DOORS } from './doors.module.js';
import { EmbeddingController } from './embedding/embedding.controller.js';
import { EmbeddingService } from './embedding/embedding.service.js';
import { IngestionController } from './ingestion/ingestion.controller.js';
import { IngestionService } from './ingestion/ingestion.service.js';
import { ParserTable } from './ingestion/parsers/parser-table.js';
import { StepStore } from './ingestion/steps/step-store.port.js';
import { SqliteStepStore } from './ingestion/stores/sqlite-step.store.js';
import { EntryStore } from './entries/entry/entry-store.port.js';
import { EpochStore } from './entries/entry/epoch-store.port.js';
import { HitLearning } from './checking/learning/hit-learning.js';
import { LIKENESS_PROVIDERS } from './checking/likeness.module.js';
import { REPLICA_PROVIDERS } from './replication/replicas.module.js';
import { SemanticCacheController } from './answers/semantic-cache.controller.js';
import { SemanticCacheParts, SemanticCacheService } from './answers/semantic-cache.service.js';
import { openSemanticDatabase } from './entries/stores/semantic-database.js';
import { SqliteEntryStore } from './entries/stores/sqlite-entry.store.js';
import { SqliteEpochStore } from './entries/stores/sqlite-epoch.store.js';

const STORES: Provider[] = [
  {
    provide: SqliteFile,
    useFactory: (config: CacheConfig, monitor: CacheMonitor) =>
      openSemanticDatabase(join(config.DOCMIND_DATA_DIR, 'cache', 'semantic.db'), (movedTo, reason) =>
        monitor.rebuilt('store', movedTo, reason),
      ),
    inject: [CACHE_CONFIG, CacheMonitor],
  },
  {
    provide: EntryStore,
    useFactory: (file: SqliteFile, config: CacheConfig, clock: Clock) =>
      new SqliteEntryStore(file, { maxEntries: config.CACHE_MAX_ENTRIES, maxBytes: config.CACHE_MAX_BYTES }, clock),
    inject: [SqliteFile, CACHE_CONFIG, Clock],
  },
  { provide: EpochStore, useFactory: (file: SqliteFile) => new SqliteEpochStore(file), inject: [SqliteFile] },
  {
    provide: StepStore,
    useFactory: (config: CacheConfig, clock: Clock, monitor: CacheMonitor) =>
      new SqliteStepStore({
        path: join(config.DOCMIND_DATA_DIR, 'cache', 'ingestion.db'),
        maxBytes: config.CACHE_INGESTION_MAX_BYTES,
        clock,
        onRebuilt: (movedTo, reason) => monitor.rebuilt('ingestion', movedTo, reason),
      }),
    inject: [CACHE_CONFIG, Clock, CacheMonitor],
  },
];

const SERVICES: Provider[] = [
  {
    provide: Embedder,
    useFactory: (config: CacheConfig) =>
      createEmbedder({ id: config.EMBEDDER_MODEL, threads: config.EMBEDDER_THREADS, modelsDir: modelsDirOf(config) }),
    inject: [CACHE_CONFIG],
  },
  { provide: EmbeddingService, useFactory: (embedder: Embedder) => new EmbeddingService(embedder), inject: [Embedder] },
  SemanticCacheParts,
  {
    provide: SemanticCacheService,
    useFactory: (parts: SemanticCacheParts, learning: HitLearning, config: CacheConfig, steps: StepStore) => {
      const settings = {
        embedderId: config.EMBEDDER_MODEL,
        ttlSeconds: config.CACHE_TTL_SECONDS,
        maxTemperature: config.CACHE_MAX_TEMPERATURE,
        maxEntryBytes: config.CACHE_MAX_ENTRY_BYTES,
        shadowRate: config.CACHE_SHADOW_RATE,
        ingestion: () => steps.figures(),
      };
      return new SemanticCacheService(parts, settings, learning);
    },
    inject: [SemanticCacheParts, HitLearning, CACHE_CONFIG, StepStore],
  },
  {
    provide: IngestionService,
    useFactory: (messages: MessageClient, steps: StepStore, embedder: Embedder, monitor: CacheMonitor, config: CacheConfig) =>
      new IngestionService({ messages, parsers: new ParserTable(), steps, embedder, monitor }, config.CACHE_MAX_DOCUMENT_BYTES),
    inject: [MessageClient, StepStore, Embedder, CacheMonitor, CACHE_CONFIG],
  },
];

@Module({})
export class CacheModule {
  static forRoot(config: CacheConfig): DynamicModule {
    return {
      module: CacheModule,
      controllers: [SemanticCacheController, IngestionController, EmbeddingController, ...DOOR_CONTROLLERS],
      providers: [
        { provide: CACHE_CONFIG, useValue: config },
        { provide: Clock, useClass: SystemClock },
        CacheMonitor,
        CacheLifecycle,
        ...STORES,
        ...REPLICA_PROVIDERS,
        ...LIKENESS_PROVIDERS,
        ...SERVICES,
        ...DOORS,
      ],
    };
  }
}
