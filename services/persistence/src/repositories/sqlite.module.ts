import { dataKey } from '@docmind/bootstrap';
import { HealthRegistry } from '@docmind/telemetry';
import { Global, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { BackupStore } from '../backup/backup-store.port.js';
import { databaseFile, backupFolder, PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { DocumentStore } from '../documents/document-store.port.js';
import { OriginalStore } from '../documents/original-store.port.js';
import { PassageIndex } from '../documents/passage-index.port.js';
import { VectorIndex } from '../documents/vector-index.port.js';
import { OutboxStore } from '../outbox/outbox-store.port.js';
import { PerformanceStore } from '../performance/performance-store.port.js';
import { UploadStore } from '../uploads/upload-store.port.js';
import { ErasureStore } from '../erasure/rules/erasure-store.port.js';
import { SessionStore } from '../sessions/session-store.port.js';
import { SessionTurns } from '../sessions/session-turns.port.js';
import { SqliteBackupStore } from './backup/sqlite-backup.store.js';
import { openSafely } from './open-safely.js';
import { DocumentRepository } from './sqlite/document.repository.js';
import { SqliteErasureStore } from './erasure/sqlite-erasure.store.js';
import { MemorySessionTurns } from './sqlite/memory-session-turns.js';
import { OriginalRepository } from './sqlite/original.repository.js';
import { OutboxRepository } from './sqlite/outbox.repository.js';
import { PassageRepository } from './sqlite/passage.repository.js';
import { PerformanceRepository } from './sqlite/performance.repository.js';
import { SessionRepository } from './sqlite/session.repository.js';
import { SqliteDatabase } from './sqlite/sqlite-database.js';
import { SqliteVecStore } from './sqlite/sqlite-vec.store.js';
import { UploadRepository } from './sqlite/upload.repository.js';

function placeOf(config: PersistenceConfig) {
  return { path: databaseFile(config), key: dataKey(config), root: backupFolder(config) };
}

/** Every store of the service in one SQLite file. Global, so that the parts know their ports only and never which database is below. */
@Global()
@Module({
  providers: [
    {
      provide: SqliteDatabase,
      inject: [PERSISTENCE_CONFIG, Logger],
      useFactory: (config: PersistenceConfig, logger: Logger) =>
        openSafely({
          ...placeOf(config),
          restoreLatest: config.DOCMIND_RESTORE_LATEST,
          backUpFirst: config.BACKUP_INTERVAL_HOURS > 0,
          logger,
        }),
    },
    {
      provide: BackupStore,
      inject: [SqliteDatabase, PERSISTENCE_CONFIG],
      useFactory: ({ connection }: SqliteDatabase, config: PersistenceConfig) => new SqliteBackupStore({ connection, ...placeOf(config) }),
    },
    { provide: SessionStore, useClass: SessionRepository },
    { provide: SessionTurns, useClass: MemorySessionTurns },
    { provide: PerformanceStore, useClass: PerformanceRepository },
    { provide: DocumentStore, useClass: DocumentRepository },
    {
      provide: OriginalStore,
      inject: [SqliteDatabase, PERSISTENCE_CONFIG],
      useFactory: (database: SqliteDatabase, config: PersistenceConfig) => new OriginalRepository(database, config.ORIGINALS_MAX_BYTES),
    },
    { provide: UploadStore, useClass: UploadRepository },
    { provide: PassageIndex, useClass: PassageRepository },
    { provide: OutboxStore, useClass: OutboxRepository },
    SqliteVecStore,
    { provide: VectorIndex, useExisting: SqliteVecStore },
    {
      provide: ErasureStore,
      inject: [SqliteDatabase, BackupStore],
      useFactory: (database: SqliteDatabase, backups: BackupStore) => new SqliteErasureStore(database, backups),
    },
  ],
  exports: [
    SessionStore,
    SessionTurns,
    ErasureStore,
    PerformanceStore,
    DocumentStore,
    OriginalStore,
    PassageIndex,
    OutboxStore,
    UploadStore,
    VectorIndex,
    BackupStore,
  ],
})
export class SqliteModule implements OnModuleInit {
  constructor(
    private readonly health: HealthRegistry,
    private readonly database: SqliteDatabase,
  ) {}

  onModuleInit(): void {
    this.health.add('database', () => this.database.assertReadable());
  }
}
