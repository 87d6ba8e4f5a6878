import { type DynamicModule, Module } from '@nestjs/common';
import { BackupModule } from './backup/backup.module.js';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from './config/config.js';
import { DocumentsModule } from './documents/documents.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { RequestFigures } from './housekeeping/request-figures.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { PerformanceModule } from './performance/performance.module.js';
import { PostgresModule } from './repositories/postgres.module.js';
import { SqliteModule } from './repositories/sqlite.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { UploadsModule } from './uploads/uploads.module.js';

const PARTS = [SessionsModule, DocumentsModule, UploadsModule, PerformanceModule, HousekeepingModule, ErasureModule];

@Module({})
export class PersistenceModule {
  /** Global, so that each part reads the configuration without being handed it. */
  static forRoot(config: PersistenceConfig): DynamicModule {
    const given = { provide: PERSISTENCE_CONFIG, useValue: config };
    const figures = { provide: APP_INTERCEPTOR, useClass: RequestFigures };
    const isFile = config.DATABASE_URL === undefined;
    const imports = [isFile ? SqliteModule : PostgresModule, ...PARTS, BackupModule.forRoot(isFile)];
    return { module: PersistenceModule, global: true, imports, providers: [given, figures], exports: [PERSISTENCE_CONFIG] };
  }
}
