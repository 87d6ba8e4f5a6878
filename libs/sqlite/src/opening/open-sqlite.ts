import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '@docmind/errors';
import Database from 'better-sqlite3';
import { encryptWhole, isPlain, unlock } from './encryption.js';
import { overwriteDeleted } from './free-pages.js';
import { type MoveReason, moveAside } from './move-aside.js';
import { assertLogHasFile, LogWithoutFileError } from './orphaned-log.js';
import { explainSqlite, isBusy, isDamage, isNoDatabase, type SqliteSettings } from './sqlite-fault.js';
import { assertSafeSqlite } from './sqlite-version.policy.js';

export type SqliteConnection = Database.Database;
export type SqliteStatement = Database.Statement;

export interface SqliteOptions {
  /** ':memory:' in tests. */
  readonly path: string;
  readonly settings: SqliteSettings;
  /** Encrypts the file; it opens with no other key. A file from before there was a key is read as it is. */
  readonly key?: string | undefined;
  /** What was committed is there after the process was killed, or after a power cut too; that takes a sync of the disk a commit. */
  readonly survives: 'a crash' | 'a power cut';
  /** How long the driver waits while another connection writes. It waits on the event loop's own thread. */
  readonly busyTimeoutMs: number;
  /** In bytes; a file keeps the one it was made with. */
  readonly pageSize?: number;
  /** Of the tables; raised whenever an older file could not be read as it is. Left out where migrations see to that. */
  readonly schemaVersion?: number;
  /**
   * The store that the file belongs to: nothing it deletes stays readable, and a file from before the key is encrypted. Left out by whoever only looks,
   * as a dry run does: both write the file anew.
   */
  readonly isOwner?: boolean;
  /** Loads extensions, and creates what isn't there yet. */
  readonly prepare?: (connection: SqliteConnection) => void;
  /**
   * What becomes of a file that cannot be read. Data that nobody else has is refused and left as it is. What can be made again is moved
   * aside: an empty file takes its place, and this function hears of it.
   */
  readonly onUnreadable: 'refuse' | ((movedTo: string, reason: MoveReason) => void);
}

/** What can be made again is checked as a whole up to here, as a check of more would make every start slow. Damage shows later, too. */
const CHECKED_BYTES = 64 * 1024 * 1024;

/**
 * Opens or creates a file in WAL mode, in which several processes take turns at writing.
 * @throws AppError that says what to do: FAILED_PRECONDITION for an unsafe SQLite, a refused file, and a path that can't be one
 */
export function openSqlite(options: SqliteOptions, version = runningVersion()): SqliteConnection {
  assertSafeSqlite(version);
  try {
    return openOrReplace(options);
  } catch (error) {
    throw explainSqlite(error, options.path, options.settings);
  }
}

function openOrReplace(options: SqliteOptions): SqliteConnection {
  const { path, onUnreadable } = options;
  try {
    return open(options);
  } catch (error) {
    const reason = whyUnreadable(error);
    if (reason === undefined || onUnreadable === 'refuse' || isLocked(error, options)) throw error;
    onUnreadable(moveAside(path, reason), reason);
    return open(options);
  }
}

/** Its log gets the mode of the file. One that belongs to somebody else stays as it is: its owner has decided. */
function keepPrivate(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') throw thrown;
  }
}

function open(options: SqliteOptions): SqliteConnection {
  const { path, busyTimeoutMs } = options;
  if (path !== ':memory:') {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    assertLogHasFile(path);
  }
  const connection = new Database(path, { timeout: busyTimeoutMs });
  if (path !== ':memory:') keepPrivate(path);
  try {
    setUp(connection, options);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** The checks come first: a file that is refused stays as it is. */
function setUp(connection: SqliteConnection, options: SqliteOptions): void {
  const newKey = useKey(connection, options);
  check(connection, options);
  if (newKey !== undefined) encryptWhole(connection, newKey);
  if (options.isOwner) overwriteDeleted(connection);
  // What SQLite sorts must not lie in a file that nobody encrypts. Only now: a file that is written anew would go through memory, too.
  if (options.key !== undefined) connection.pragma('temp_store = MEMORY');
  connection.pragma('journal_mode = WAL');
  connection.pragma(`synchronous = ${options.survives === 'a crash' ? 'NORMAL' : 'FULL'}`);
  prepareTables(connection, options);
}

/** @returns the key that a file from before is to get */
function useKey(connection: SqliteConnection, { path, key, isOwner }: SqliteOptions): string | undefined {
  if (key === undefined) return undefined;
  if (isPlain(path)) return isOwner ? key : undefined;
  unlock(connection, key);
  return undefined;
}

function check(connection: SqliteConnection, options: SqliteOptions): void {
  const { path, pageSize, schemaVersion } = options;
  if (pageSize !== undefined) connection.pragma(`page_size = ${pageSize}`);
  if (isChecked(options)) assertSound(connection);
  if (schemaVersion !== undefined) assertSchema(connection, schemaVersion, path);
}

function prepareTables(connection: SqliteConnection, { prepare, schemaVersion }: SqliteOptions): void {
  if (!prepare) return;
  const prepareAll = (): void => {
    prepare(connection);
    if (schemaVersion !== undefined) connection.pragma(`user_version = ${schemaVersion}`);
  };
  connection.transaction(prepareAll).immediate();
}

function isChecked({ path, onUnreadable }: SqliteOptions): boolean {
  return onUnreadable === 'refuse' || (path !== ':memory:' && statSync(path).size <= CHECKED_BYTES);
}

/** Damaged, no database, encrypted with another key, or a log whose file is gone: a backup would help. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof LogWithoutFileError || isDamage(error);
}

/** Whether another process, or another connection of this one, has the file open. A file that can't be read is open to nobody. */
export function isInUse(path: string, key?: string): boolean {
  let connection: SqliteConnection | undefined;
  try {
    assertLogHasFile(path);
    connection = new Database(path, { timeout: 0, fileMustExist: true });
    if (key !== undefined && !isPlain(path)) unlock(connection, key);
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    connection?.close();
  }
}

/** Encrypted with another key, as far as one can tell: then the settings are at fault, and nothing is to be rebuilt. */
function isLocked(error: unknown, { key }: SqliteOptions): boolean {
  return key !== undefined && isNoDatabase(error);
}

class OtherSchemaError extends AppError {}

function whyUnreadable(error: unknown): MoveReason | undefined {
  if (error instanceof OtherSchemaError) return 'written by another version';
  return isUnreadable(error) ? 'damaged' : undefined;
}

function assertSound(connection: SqliteConnection): void {
  const verdict = connection.pragma('quick_check(1)', { simple: true });
  if (verdict === 'ok') return;
  throw Object.assign(new Error(`the database file is damaged: ${String(verdict)}`), { code: 'SQLITE_CORRUPT' });
}

/** An empty file has no version yet. */
function assertSchema(connection: SqliteConnection, known: number, path: string): void {
  const found = connection.pragma('user_version', { simple: true });
  const isEmpty = connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (found === known || isEmpty) return;
  throw new OtherSchemaError(
    'FAILED_PRECONDITION',
    `The database file ${path} was written by another version: its tables are of version ${String(found)}, and this one knows ${known}. ` +
      'Nothing in it was changed. Start the version that wrote it, or move the file (with its -wal and -shm) aside.',
  );
}

/** Asked of a database in memory, before any file is touched. */
function runningVersion(): string {
  const database = new Database(':memory:');
  try {
    return database.prepare('SELECT sqlite_version()').pluck().get() as string;
  } finally {
    database.close();
  }
}
