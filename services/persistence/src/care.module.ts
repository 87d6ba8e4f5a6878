import { dataKey } from '@docmind/bootstrap';
import { type DynamicModule, Module } from '@nestjs/common';
import { ErasureJournal } from './erasure/rules/erasure-journal.js';
import { backupFolder, databaseFile, erasureJournalFile, type PersistenceConfig } from './config/config.js';
import { SqliteDatabaseCare } from './repositories/care/sqlite-database-care.js';
import { PostgresDatabaseCare } from './repositories/care/postgres-database-care.js';
import { DatabaseCare } from './care/database-care.port.js';

/** For commands: no door, no messages, and the database is opened only where that is asked for. */
@Module({})
export class CareModule {
  static forRoot(config: PersistenceConfig): DynamicModule {
    const useFactory = () => {
      const files = new SqliteDatabaseCare({ path: databaseFile(config), key: dataKey(config), root: backupFolder(config) });
      return config.DATABASE_URL === undefined
        ? files
        : new PostgresDatabaseCare(config.DATABASE_URL, files, new ErasureJournal(erasureJournalFile(config)));
    };
    return { module: CareModule, providers: [{ provide: DatabaseCare, useFactory }] };
  }
}
