import type { StagedFiles } from '@docmind/bootstrap';
import { AppError, toAppError } from '@docmind/errors';
import type { SqliteConnection } from '@docmind/sqlite';
import type { BadBackup, KeptBackup } from '../../backup/backup-store.port.js';
import { handedOver } from '../../backup/handed-over-backups.js';
import { DatabaseCare, type DatabaseFinding, type MigrationReport, type TakeOverReport } from '../../care/database-care.port.js';
import type { ErasureJournal } from '../../erasure/rules/erasure-journal.js';
import type { Sql } from '../postgres/database/sql.js';
import { copyToPostgres } from './to-postgres/copy-to-postgres.js';
import type { SqliteDatabaseCare } from './sqlite-database-care.js';
import { PostgresDatabase } from '../postgres/database/postgres-database.js';
import { factsOfServer, migrate, pendingMigrations, tryMigrations } from '../postgres/schema/migrate.js';
import { POSTGRES_MIGRATIONS } from '../postgres/schema/migrations.js';
import { faultsOfServer } from '../postgres/schema/server-facts.policy.js';

const TABLES = ['sessions', 'chat_history', 'documents', 'chunks', 'performance_logs'];

/** Migrations are ours, and so are files beside the database; all else is handed over to PostgreSQL's own means, or said to be there for the SQLite file only. */
export class PostgresDatabaseCare extends DatabaseCare {
  /** @param files of other services, and what is there from before PostgreSQL */
  constructor(
    private readonly url: string,
    private readonly files: SqliteDatabaseCare,
    private readonly journal: ErasureJournal,
  ) {
    super();
  }

  async list(): Promise<KeptBackup[]> {
    throw handedOver();
  }

  async backUp(): Promise<KeptBackup> {
    throw handedOver();
  }

  async verify(): Promise<KeptBackup> {
    throw handedOver();
  }

  async restore(): Promise<never> {
    throw handedOver();
  }

  /** Nothing in PostgreSQL is encrypted with the key. */
  async stageRekeyed(to: string, others: readonly string[], onBad: BadBackup): Promise<StagedFiles> {
    return this.files.stageRekeyed(to, others, onBad);
  }

  async examine(): Promise<DatabaseFinding> {
    const database = new PostgresDatabase(this.url);
    try {
      const facts = await factsOfServer(database);
      const faults = faultsOfServer(facts);
      const { versionName, user, connections } = facts;
      if (faults.length === 0) await pendingMigrations(database);
      const vector = facts.vector === null ? 'pgvector is made at start' : `pgvector ${facts.vector}`;
      return {
        faults,
        says: `PostgreSQL ${versionName}, ${vector}, user ${user}, max_connections ${connections} (a replica takes up to 13)`,
      };
    } catch (error) {
      return { faults: [toAppError(error).message.replace(/^The database of DATABASE_URL /u, '')], says: '' };
    } finally {
      await database.close();
    }
  }

  async plainBackups(): Promise<KeptBackup[]> {
    return [];
  }

  async stageEncryptedBackups(): Promise<StagedFiles> {
    throw handedOver();
  }

  async removePlainBackups(): Promise<string[]> {
    throw handedOver();
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

  async takeOver(isDryRun: boolean): Promise<TakeOverReport> {
    const startedAt = performance.now();
    const database = new PostgresDatabase(this.url);
    try {
      return await this.files.whileHeld(async (file) => {
        await migrate(database);
        return database.longTransaction(async (sql) => {
          const taken = await copyToPostgres(file, sql);
          await this.noteErasures(file, sql);
          const report = { taken, left: leftIn(file), durationMs: performance.now() - startedAt };
          if (isDryRun) throw new AppError('CANCELLED', 'tried', { cause: new Tried(report) });
          return report;
        });
      });
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.cause instanceof Tried) return thrown.cause.report;
      throw thrown;
    } finally {
      await database.close();
    }
  }

  /** What the file has followed of the journal beside it. */
  private async noteErasures(file: SqliteConnection, sql: Sql): Promise<void> {
    const lines = file.prepare('SELECT lines FROM erasures_done').pluck().get() as number;
    const name = this.journal.name();
    if (name !== '') await sql.run('INSERT INTO erasures_done (journal, lines) VALUES ($1, $2) ON CONFLICT DO NOTHING', [name, lines]);
  }
}

function leftIn(file: SqliteConnection): Record<string, number> {
  const count = (rows: string) => file.prepare(`SELECT count(*) FROM ${rows}`).pluck().get() as number;
  const waiting = count(`originals WHERE state <> 'kept'`);
  return { staging: count('staging'), 'originals that wait': waiting, document_cache: count('document_cache') };
}

/** Throws out of a transaction what it came to, so that nothing of it stays. */
class Tried extends Error {
  constructor(readonly report: TakeOverReport) {
    super('tried');
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
