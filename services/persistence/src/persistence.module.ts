import { HealthRegistry } from '@docmind/telemetry';
import { type DynamicModule, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { databaseFile, databaseKey, type PersistenceConfig } from './config.js';
import { DocumentController } from './documents/document.controller.js';
import { DocumentStore } from './documents/document-store.port.js';
import { DocumentService } from './documents/document.service.js';
import { PassageIndex } from './documents/passage-index.port.js';
import { SearchService } from './documents/search.service.js';
import { VectorIndex } from './documents/vector-index.port.js';
import { HOUSEKEEPING_RULES, type HousekeepingRules, HousekeepingService } from './housekeeping/housekeeping.service.js';
import { OUTBOX_RETRY_MAX_MS, OutboxService } from './outbox/outbox.service.js';
import { OutboxStore } from './outbox/outbox-store.port.js';
import { PerformanceController } from './performance/performance.controller.js';
import { PerformanceService } from './performance/performance.service.js';
import { PerformanceStore } from './performance/performance-store.port.js';
import { DocumentRepository } from './repositories/sqlite/document.repository.js';
import { OutboxRepository } from './repositories/sqlite/outbox.repository.js';
import { PassageRepository } from './repositories/sqlite/passage.repository.js';
import { PerformanceRepository } from './repositories/sqlite/performance.repository.js';
import { SessionRepository } from './repositories/sqlite/session.repository.js';
import { openDatabase, SqliteDatabase } from './repositories/sqlite/sqlite-database.js';
import { SessionController } from './sessions/session.controller.js';
import { SessionHttpController } from './sessions/session-http.controller.js';
import { SessionService } from './sessions/session.service.js';
import { SessionStore } from './sessions/session-store.port.js';
import { SqliteVecStore } from './repositories/sqlite/sqlite-vec.store.js';

const DAY_MS = 86_400_000;

const ADAPTERS: Provider[] = [
  { provide: SessionStore, useClass: SessionRepository },
  { provide: PerformanceStore, useClass: PerformanceRepository },
  { provide: DocumentStore, useClass: DocumentRepository },
  { provide: PassageIndex, useClass: PassageRepository },
  { provide: OutboxStore, useClass: OutboxRepository },
  { provide: VectorIndex, useClass: SqliteVecStore },
];

@Module({})
export class PersistenceModule implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly database: SqliteDatabase,
  ) {}

  static forRoot(config: PersistenceConfig): DynamicModule {
    const rules: HousekeepingRules = {
      intervalMs: config.HOUSEKEEPING_INTERVAL_MS,
      stagingMaxAgeMs: config.STAGING_MAX_AGE_SECONDS * 1_000,
      performanceMaxAgeMs: config.PERFORMANCE_LOG_RETENTION_DAYS * DAY_MS,
    };
    return {
      module: PersistenceModule,
      controllers: [SessionController, SessionHttpController, DocumentController, PerformanceController],
      providers: [
        { provide: SqliteDatabase, useFactory: () => openDatabase({ file: databaseFile(config), key: databaseKey(config) }) },
        { provide: OUTBOX_RETRY_MAX_MS, useValue: config.OUTBOX_RETRY_MAX_MS },
        { provide: HOUSEKEEPING_RULES, useValue: rules },
        ...ADAPTERS,
        SessionService,
        PerformanceService,
        DocumentService,
        SearchService,
        OutboxService,
        HousekeepingService,
      ],
    };
  }

  onModuleInit(): void {
    this.health.add('database', () => this.database.assertReadable());
  }
}
