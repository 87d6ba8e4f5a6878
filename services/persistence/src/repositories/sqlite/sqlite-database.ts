import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@docmind/errors';
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { DataSource } from 'typeorm';
import { ChatMessageEntity } from './entities/chat-message.entity.js';
import { DocumentEntity } from './entities/document.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { Initial1763900000000 } from './migrations/0001-initial.migration.js';

export interface DatabaseOptions {
  readonly file: string;
  readonly key?: string | undefined;
}

const BUSY_TIMEOUT_MS = 5_000;

/**
 * One SQLite file. Relational reads go through TypeORM. What must be atomic goes through `transaction`, which is synchronous: TypeORM
 * has one connection for this driver, and its asynchronous transactions would take in whatever other requests run meanwhile.
 */
export class SqliteDatabase {
  constructor(
    readonly dataSource: DataSource,
    readonly connection: Database.Database,
  ) {}

  /** All or nothing, on disk when it returns (`synchronous=FULL`). */
  transaction<Result>(work: () => Result): Result {
    return this.connection.transaction(work).immediate();
  }

  /** Nest calls it after the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  /** @throws when the file can no longer be read, for readiness. */
  assertReadable(): void {
    this.connection.prepare('SELECT count(*) FROM corpus').get();
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** Opens or creates the file, brings its tables up to date, and refuses a damaged one with a message that says what to do. */
export async function openDatabase(options: DatabaseOptions): Promise<SqliteDatabase> {
  let connection: Database.Database | undefined;
  try {
    if (options.file !== ':memory:') mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
    const dataSource = new DataSource({
      type: 'better-sqlite3',
      driver: Database,
      database: options.file,
      ...(options.key === undefined ? {} : { key: options.key }),
      timeout: BUSY_TIMEOUT_MS,
      enableWAL: true,
      entities: [SessionEntity, ChatMessageEntity, DocumentEntity],
      migrations: [Initial1763900000000],
      migrationsRun: false,
      synchronize: false,
      prepareDatabase: (opened: Database.Database) => {
        connection = opened;
        prepare(opened);
      },
    });
    await dataSource.initialize();
    await dataSource.runMigrations({ transaction: 'all' });
    return new SqliteDatabase(dataSource, connection as Database.Database);
  } catch (error) {
    connection?.close();
    throw explain(error, options.file);
  }
}

function prepare(connection: Database.Database): void {
  sqliteVec.load(connection);
  connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // FULL: what was acknowledged survives a power cut, too; NORMAL in WAL mode only survives a crash of the process.
  connection.pragma('synchronous = FULL');
  const found = connection.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw Object.assign(new Error(String(found)), { code: 'SQLITE_CORRUPT' });
}

function explain(error: unknown, file: string): AppError {
  const code = codeOf(error);
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new AppError(
      'FAILED_PRECONDITION',
      `The database file ${file} is damaged, is no SQLite database, or is encrypted with another key than DOCMIND_DB_KEY_FILE holds. ` +
        'Nothing in it was changed. Give the right key, or move the file (with its -wal and -shm) aside and put a backup in its place; ' +
        `\`sqlite3 ${file} .recover\` saves what a damaged file still holds. Without a file the service starts empty.`,
      { cause: error },
    );
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'EACCES' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new AppError(
      'FAILED_PRECONDITION',
      `The database file ${file} cannot be opened (${code}): DOCMIND_DB_PATH must name a file in a folder this user may write to.`,
      { cause: error },
    );
  }
  return new AppError(
    'INTERNAL',
    `The database file ${file} could not be opened: ${error instanceof Error ? error.message : String(error)}`,
    {
      cause: error,
    },
  );
}

function codeOf(error: unknown): string {
  const carrier = error as { code?: unknown; driverError?: { code?: unknown } } | null;
  const code = carrier?.code ?? carrier?.driverError?.code;
  return typeof code === 'string' ? code : '';
}
