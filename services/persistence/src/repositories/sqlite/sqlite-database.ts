import { explainSqlite, GroupCommit, type Hold, openSqlite, type SqliteConnection } from '@docmind/sqlite';
import * as sqliteVec from 'sqlite-vec';
import { DataSource } from 'typeorm';
import { LongReads } from './long-reads.js';
import { ChatMessageEntity } from './entities/chat-message.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { MIGRATIONS } from './migrations/migrations.js';
import { assertKnownSchema, type SchemaState, schemaStateOf } from './migrations/schema-state.js';
import { addTextFunctions } from './text-functions.js';

export interface DatabaseOptions {
  readonly file: string;
  readonly key?: string | undefined;
  /** While tables of an earlier version are still as they were; not of an empty file. */
  readonly beforeMigrations?: (connection: SqliteConnection, state: SchemaState) => Promise<void>;
  /** Released when the database is closed. */
  readonly hold?: Hold;
}

const BUSY_TIMEOUT_MS = 5_000;
const SETTINGS = { path: 'DOCMIND_DB_PATH', key: 'DOCMIND_DB_KEY_FILE' };

/**
 * One SQLite file. Relational reads go through TypeORM. What must be atomic goes through `transaction`, whose work is synchronous: TypeORM
 * has one connection for this driver, and its asynchronous transactions would take in whatever other requests run meanwhile.
 */
export class SqliteDatabase {
  private readonly group: GroupCommit;

  constructor(
    readonly dataSource: DataSource,
    readonly connection: SqliteConnection,
    readonly reads: LongReads,
    private readonly hold?: Hold,
  ) {
    this.group = new GroupCommit(connection);
  }

  /** All or nothing, on disk when it resolves (`synchronous=FULL`). Those of one turn share the wait for the disk. */
  transaction<Result>(work: () => Result): Promise<Result> {
    return this.group.run(work);
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
    try {
      this.group.commit();
      await this.reads.close();
      if (this.dataSource.isInitialized) await this.dataSource.destroy();
    } finally {
      this.hold?.release();
    }
  }
}

/** Opens or creates the file, brings its tables up to date, and refuses a damaged one with a message that says what to do. */
export async function openDatabase({ file, key, beforeMigrations, hold }: DatabaseOptions): Promise<SqliteDatabase> {
  const connection = openSqlite({
    path: file,
    settings: SETTINGS,
    key,
    survives: 'a power cut',
    busyTimeoutMs: BUSY_TIMEOUT_MS,
    isOwner: true,
    prepare: (opened) => {
      sqliteVec.load(opened);
      addTextFunctions(opened);
    },
    onUnreadable: 'refuse',
  });
  try {
    const state = schemaStateOf(connection);
    assertKnownSchema(state, file);
    if (state.applied.length > 0 && state.pending.length > 0) await beforeMigrations?.(connection, state);
    const dataSource = dataSourceOn(connection, file);
    await dataSource.initialize();
    await dataSource.runMigrations({ transaction: 'all' });
    return new SqliteDatabase(dataSource, connection, new LongReads(connection, key), hold);
  } catch (error) {
    connection.close();
    throw explainSqlite(error, file, SETTINGS);
  }
}

function dataSourceOn(connection: SqliteConnection, file: string): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: file,
    // TypeORM opens a database by calling its driver with `new`, which gives what the constructor returns.
    driver: function openedBefore() {
      return connection;
    },
    entities: [SessionEntity, ChatMessageEntity],
    migrations: MIGRATIONS,
    migrationsRun: false,
    synchronize: false,
  });
}
