import { HealthRegistry } from '@docmind/telemetry';
import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { databaseFile, databaseKey, PERSISTENCE_CONFIG, type PersistenceConfig } from '../../config/config.js';
import { DocumentStore } from '../../documents/document-store.port.js';
import { PassageIndex } from '../../documents/passage-index.port.js';
import { VectorIndex } from '../../documents/vector-index.port.js';
import { OutboxStore } from '../../outbox/outbox-store.port.js';
import { PerformanceStore } from '../../performance/performance-store.port.js';
import { UploadStore } from '../../uploads/upload-store.port.js';
import { SessionStore } from '../../sessions/session-store.port.js';
import { DocumentRepository } from './document.repository.js';
import { OutboxRepository } from './outbox.repository.js';
import { PassageRepository } from './passage.repository.js';
import { PerformanceRepository } from './performance.repository.js';
import { SessionRepository } from './session.repository.js';
import { openDatabase, SqliteDatabase } from './sqlite-database.js';
import { SqliteVecStore } from './sqlite-vec.store.js';
import { UploadRepository } from './upload.repository.js';

/** Every store of the service in one SQLite file. Global, so that the parts know their ports only and never which database is below. */
@Global()
@Module({
  providers: [
    {
      provide: SqliteDatabase,
      inject: [PERSISTENCE_CONFIG],
      useFactory: (config: PersistenceConfig) => openDatabase({ file: databaseFile(config), key: databaseKey(config) }),
    },
    { provide: SessionStore, useClass: SessionRepository },
    { provide: PerformanceStore, useClass: PerformanceRepository },
    { provide: DocumentStore, useClass: DocumentRepository },
    { provide: UploadStore, useClass: UploadRepository },
    { provide: PassageIndex, useClass: PassageRepository },
    { provide: OutboxStore, useClass: OutboxRepository },
    { provide: VectorIndex, useClass: SqliteVecStore },
  ],
  exports: [SessionStore, PerformanceStore, DocumentStore, PassageIndex, OutboxStore, UploadStore, VectorIndex],
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
