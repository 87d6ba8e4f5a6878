import { type DynamicModule, Module } from '@nestjs/common';
import { BackupModule } from './backup/backup.module.js';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from './config/config.js';
import { DocumentsModule } from './documents/documents.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { RequestFigures } from './housekeeping/request-figures.js';
import { HousekeepingModule } from './housekeeping/housekeeping.module.js';
import { PerformanceModule } from './performance/performance.module.js';
import { SqliteModule } from './repositories/sqlite.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { UploadsModule } from './uploads/uploads.module.js';

@Module({
  imports: [
    SqliteModule,
    SessionsModule,
    DocumentsModule,
    UploadsModule,
    PerformanceModule,
    HousekeepingModule,
    BackupModule,
    ErasureModule,
  ],
})
export class PersistenceModule {
  /** Global, so that each part reads the configuration without being handed it. */
  static forRoot(config: PersistenceConfig): DynamicModule {
    const given = { provide: PERSISTENCE_CONFIG, useValue: config };
    const figures = { provide: APP_INTERCEPTOR, useClass: RequestFigures };
    return { module: PersistenceModule, global: true, providers: [given, figures], exports: [PERSISTENCE_CONFIG] };
  }
}
