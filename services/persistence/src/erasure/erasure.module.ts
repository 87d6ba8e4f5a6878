import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { BackupStore } from '../backup/backup-store.port.js';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { SqliteDatabase } from '../repositories/sqlite/sqlite-database.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureService } from './erasure.service.js';
import { ErasureJournal } from './rules/erasure-journal.js';
import { ErasureStore } from './rules/erasure-store.port.js';
import { SqliteErasureStore } from './stores/sqlite-erasure.store.js';

@Module({
  controllers: [ErasureController],
  providers: [
    {
      provide: ErasureJournal,
      inject: [PERSISTENCE_CONFIG],
      useFactory: (config: PersistenceConfig) => new ErasureJournal(join(config.DOCMIND_DATA_DIR, 'erasures.jsonl')),
    },
    {
      provide: ErasureStore,
      inject: [SqliteDatabase, BackupStore],
      useFactory: (database: SqliteDatabase, backups: BackupStore) => new SqliteErasureStore(database, backups),
    },
    ErasureService,
  ],
})
export class ErasureModule {}
