import { HealthRegistry } from '@docmind/telemetry';
import { Global, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { erasureJournalFile, PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { DocumentStore } from '../documents/document-store.port.js';
import { OriginalStore } from '../documents/original-store.port.js';
import { PassageIndex } from '../documents/passage-index.port.js';
import { VectorIndex } from '../documents/vector-index.port.js';
import { ErasureJournal } from '../erasure/rules/erasure-journal.js';
import { ErasureStore } from '../erasure/rules/erasure-store.port.js';
import { OutboxStore } from '../outbox/outbox-store.port.js';
import { PerformanceStore } from '../performance/performance-store.port.js';
import { SessionStore } from '../sessions/session-store.port.js';
import { SessionTurns } from '../sessions/session-turns.port.js';
import { UploadStore } from '../uploads/upload-store.port.js';
import { PostgresDatabase } from './postgres/database/postgres-database.js';
import { PostgresErasureStore } from './postgres/erasure/postgres-erasure.store.js';
import { openPostgres } from './postgres/open-postgres.js';
import { PostgresDocumentStore } from './postgres/postgres-document.store.js';
import { PostgresOriginalStore } from './postgres/postgres-original.store.js';
import { PostgresOutboxStore } from './postgres/postgres-outbox.store.js';
import { PostgresPassageIndex } from './postgres/postgres-passage.index.js';
import { PostgresPerformanceStore } from './postgres/postgres-performance.store.js';
import { PostgresSessionStore } from './postgres/postgres-session.store.js';
import { PostgresSessionTurns } from './postgres/postgres-session-turns.js';
import { PostgresUploadStore } from './postgres/postgres-upload.store.js';
import { PostgresVectorIndex } from './postgres/postgres-vector.index.js';

const NOT_ENCRYPTED = 'DOCMIND_DB_KEY_FILE encrypts nothing of what is kept in PostgreSQL: encrypt its disk';

const STORES = [
  { provide: SessionStore, useClass: PostgresSessionStore },
  { provide: SessionTurns, useClass: PostgresSessionTurns },
  { provide: PerformanceStore, useClass: PostgresPerformanceStore },
  { provide: DocumentStore, useClass: PostgresDocumentStore },
  { provide: UploadStore, useClass: PostgresUploadStore },
  { provide: PassageIndex, useClass: PostgresPassageIndex },
  { provide: OutboxStore, useClass: PostgresOutboxStore },
  { provide: VectorIndex, useClass: PostgresVectorIndex },
  {
    provide: OriginalStore,
    inject: [PostgresDatabase, PERSISTENCE_CONFIG],
    useFactory: (database: PostgresDatabase, config: PersistenceConfig) => new PostgresOriginalStore(database, config.ORIGINALS_MAX_BYTES),
  },
  {
    provide: ErasureStore,
    inject: [PostgresDatabase, PERSISTENCE_CONFIG],
    useFactory: (database: PostgresDatabase, config: PersistenceConfig) =>
      new PostgresErasureStore(database, new ErasureJournal(erasureJournalFile(config))),
  },
];

/** Every store of the service in the PostgreSQL that DATABASE_URL names, which other replicas may share. */
@Global()
@Module({
  providers: [
    {
      provide: PostgresDatabase,
      inject: [PERSISTENCE_CONFIG, Logger],
      useFactory: (config: PersistenceConfig, logger: Logger) => {
        if (config.DOCMIND_DB_KEY_FILE !== undefined) logger.warn({ msg: NOT_ENCRYPTED });
        return openPostgres(config.DATABASE_URL ?? '', logger);
      },
    },
    ...STORES,
  ],
  exports: STORES.map(({ provide }) => provide),
})
export class PostgresModule implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly database: PostgresDatabase,
  ) {}

  onModuleInit(): void {
    this.health.add('database', () => this.database.assertReachable());
  }
}
