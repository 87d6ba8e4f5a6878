import { join } from 'node:path';
import { MessageClient } from '@docmind/messaging';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CacheLifecycle } from './cache-lifecycle.js';
import { CacheMonitor } from './cache-monitor.js';
import { CacheSupport } from './cache-support.js';
import { loadCalibration } from './calibration/calibration-file.js';
import { Clock, SystemClock } from './clock.js';
import { CACHE_CONFIG, type CacheConfig } from './config.js';
import { Embedder } from './embedder.port.js';
import { createEmbedder, modelsDirOf } from './embedders/create-embedder.js';
import { DOOR_CONTROLLERS, DOORS } from './doors.module.js';
import { EmbeddingController } from './embedding/embedding.controller.js';
import { EmbeddingService } from './embedding/embedding.service.js';
import { IngestionController } from './ingestion/ingestion.controller.js';
import { IngestionService } from './ingestion/ingestion.service.js';
import { ParserTable } from './ingestion/parsers/parser-table.js';
import { StepStore } from './ingestion/step-store.port.js';
import { SqliteStepStore } from './ingestion/stores/sqlite-step.store.js';
import { EntryKeeper } from './semantic/entry-keeper.js';
import { EntryStore } from './semantic/entry-store.port.js';
import { EpochStore } from './semantic/epoch-store.port.js';
import { HitJudge } from './semantic/hit-judge.js';
import { NearEntries } from './semantic/near-entries.js';
import { QuestionVectors } from './semantic/question-vectors.js';
import { REPLICA_PROVIDERS } from './semantic/replicas.module.js';
import { SemanticCacheController } from './semantic/semantic-cache.controller.js';
import { SemanticCacheParts, SemanticCacheService } from './semantic/semantic-cache.service.js';
import { SemanticTier } from './semantic/semantic-tier.js';
import { ShadowChecks } from './semantic/shadow/shadow-checks.js';
import { openSemanticDatabase } from './semantic/stores/semantic-database.js';
import { SqliteEntryStore } from './semantic/stores/sqlite-entry.store.js';
import { SqliteEpochStore } from './semantic/stores/sqlite-epoch.store.js';
import { SqliteVerdictStore } from './semantic/stores/sqlite-verdict.store.js';
import { MessagePairVerifier } from './semantic/verification/message-pair.verifier.js';
import { PairVerification } from './semantic/verification/pair-verification.js';
import type { PairVerifier } from './semantic/verification/pair-verifier.port.js';
import { VerdictStore } from './semantic/verification/verdict-store.port.js';
import { VerifyingJudge } from './semantic/verification/verifying-judge.js';
import { SqliteFile } from './stores/sqlite-file.js';

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
  { provide: VerdictStore, useFactory: (file: SqliteFile) => new SqliteVerdictStore(file), inject: [SqliteFile] },
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

/** The model that compares texts; undefined when CACHE_VERIFY is off. */
const VERIFIER = Symbol('VERIFIER');

const SERVICES: Provider[] = [
  {
    provide: Embedder,
    useFactory: (config: CacheConfig) => createEmbedder({ id: config.EMBEDDER_MODEL, modelsDir: modelsDirOf(config) }),
    inject: [CACHE_CONFIG],
  },
  { provide: EmbeddingService, useFactory: (embedder: Embedder) => new EmbeddingService(embedder), inject: [Embedder] },
  {
    provide: VERIFIER,
    useFactory: (messages: MessageClient, config: CacheConfig) =>
      config.CACHE_VERIFY === 'off' ? undefined : new MessagePairVerifier(messages, config.INFERENCE_MODEL),
    inject: [MessageClient, CACHE_CONFIG],
  },
  {
    provide: VerifyingJudge,
    useFactory: (
      embedder: Embedder,
      verifier: PairVerifier | undefined,
      verdicts: VerdictStore,
      support: CacheSupport,
      config: CacheConfig,
    ) => {
      const judge = new HitJudge(loadCalibration(embedder.id), config.CACHE_FALSE_HIT_BUDGET);
      const settings = { mode: config.CACHE_VERIFY, limitMs: config.CACHE_VERIFY_TIMEOUT_MS };
      return new VerifyingJudge(judge, verifier && new PairVerification({ verifier, verdicts, ...support }, settings));
    },
    inject: [Embedder, { token: VERIFIER, optional: true }, VerdictStore, CacheSupport, CACHE_CONFIG],
  },
  {
    provide: ShadowChecks,
    useFactory: (
      embedder: Embedder,
      keeper: EntryKeeper,
      support: CacheSupport,
      verifier: PairVerifier | undefined,
      config: CacheConfig,
    ) => {
      support.monitor.falseHits.allow(config.CACHE_FALSE_HIT_BUDGET);
      return new ShadowChecks({ embedder, keeper, support, verifier }, { verifyLimitMs: config.CACHE_VERIFY_TIMEOUT_MS });
    },
    inject: [Embedder, EntryKeeper, CacheSupport, { token: VERIFIER, optional: true }, CACHE_CONFIG],
  },
  {
    provide: SemanticTier,
    useFactory: (embedder: Embedder, entries: NearEntries, judge: VerifyingJudge, monitor: CacheMonitor, config: CacheConfig) =>
      new SemanticTier(new QuestionVectors(embedder), entries, judge, monitor, config.CACHE_SEMANTIC_TIMEOUT_MS),
    inject: [Embedder, NearEntries, VerifyingJudge, CacheMonitor, CACHE_CONFIG],
  },
  SemanticCacheParts,
  {
    provide: SemanticCacheService,
    useFactory: (parts: SemanticCacheParts, config: CacheConfig, steps: StepStore) =>
      new SemanticCacheService(parts, {
        embedderId: config.EMBEDDER_MODEL,
        ttlSeconds: config.CACHE_TTL_SECONDS,
        maxTemperature: config.CACHE_MAX_TEMPERATURE,
        maxEntryBytes: config.CACHE_MAX_ENTRY_BYTES,
        shadowRate: config.CACHE_SHADOW_RATE,
        ingestion: () => steps.figures(),
      }),
    inject: [SemanticCacheParts, CACHE_CONFIG, StepStore],
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
        ...SERVICES,
        ...DOORS,
      ],
    };
  }
}
