import type { StagedFiles } from '@docmind/bootstrap';
import type { KeptBackup } from '../../backup/backup-store.port.js';
import { handedOver } from '../../backup/handed-over-backups.js';
import { DatabaseCare, type MigrationReport } from '../../care/database-care.port.js';
import { PostgresDatabase } from '../postgres/database/postgres-database.js';
import { migrate, pendingMigrations, tryMigrations } from '../postgres/schema/migrate.js';
import { POSTGRES_MIGRATIONS } from '../postgres/schema/migrations.js';

const TABLES = ['sessions', 'chat_history', 'documents', 'chunks', 'performance_logs'];

/** Migrations are ours; all else is handed over to PostgreSQL's own means, or said to be there for the SQLite file only. */
export class PostgresDatabaseCare extends DatabaseCare {
  constructor(private readonly url: string) {
    super();
  }

  async list(): Promise<KeptBackup[]> {
    throw handedOver('backups');
  }

  async backUp(): Promise<KeptBackup> {
    throw handedOver('backups');
  }

  async verify(): Promise<KeptBackup> {
    throw handedOver('backups');
  }

  async restore(): Promise<never> {
    throw handedOver('backups');
  }

  async stageRekeyed(): Promise<StagedFiles> {
    throw handedOver('keys');
  }

  async plainBackups(): Promise<KeptBackup[]> {
    return [];
  }

  async stageEncryptedBackups(): Promise<StagedFiles> {
    throw handedOver('backups');
  }

  async removePlainBackups(): Promise<string[]> {
    throw handedOver('backups');
  }

  /** In one transaction: what fails changes nothing. A dry run takes it back at its end. */
  async migrate(isDryRun: boolean): Promise<MigrationReport> {
    const startedAt = performance.now();
    const database = new PostgresDatabase(this.url);
    try {
      const missing = await pendingMigrations(database);
      const before = missing.length === POSTGRES_MIGRATIONS.length ? {} : await countsOf(database);
      await (isDryRun ? tryMigrations(database) : migrate(database));
      const after = isDryRun ? before : await countsOf(database);
      return { pending: missing, durationMs: performance.now() - startedAt, before, after };
    } finally {
      await database.close();
    }
  }
}

async function countsOf(database: PostgresDatabase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const [row] = await database.rows<{ count: number }>(`SELECT count(*) AS count FROM docmind.${table}`);
    counts[table] = row?.count ?? 0;
  }
  return counts;
}
