// A file under another key is made beside the one that is there, which stays as it is until all others are ready, too.
import { closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { AppError } from '@docmind/errors';
import Database from 'better-sqlite3';
import { copyDatabaseFile } from '../backup/backup-job.js';
import { encryptWhole, isPlain, unlock } from '../opening/encryption.js';
import { assertLogHasFile } from '../opening/orphaned-log.js';
import { explainSqlite, isBusy, type SqliteSettings } from '../opening/sqlite-fault.js';

export interface Keys {
  /** Of files that are encrypted. */
  readonly from: string | undefined;
  readonly to: string;
}

/** Files that are ready to take others' places, and what keeps those as they are meanwhile. */
export interface StagedDatabase {
  readonly renames: { readonly from: string; readonly to: string }[];
  readonly removes: string[];
  /** Made under names that count for nobody yet: they go where it is not decided. */
  readonly discards?: readonly string[];
  readonly release: () => void;
}

const NOTHING: StagedDatabase = { renames: [], removes: [], release: () => undefined };

const ENDING = '.rekeyed';
const SUFFIXES = ['', '-wal', '-shm', '-journal'];

/** Beside a file, and never taken for one of its kind. */
export function stagedName(path: string): string {
  return path + ENDING;
}

/**
 * Nobody else can open the database from here until `release`. Nothing is staged where there is none.
 * @throws AppError FAILED_PRECONDITION when it is in use, damaged or encrypted with another key; it is as it was then
 */
export async function stageRekeyed(path: string, settings: SqliteSettings, keys: Keys): Promise<StagedDatabase> {
  const staged = stagedName(path);
  discardFile(staged);
  if (!existsSync(path)) return NOTHING;
  const held = hold(path, settings, keys.from);
  try {
    await copyDatabaseFile(path, staged);
    changeKey(staged, keys);
    return { renames: [{ from: staged, to: path }], removes: [], release: () => held.close() };
  } catch (error) {
    held.close();
    discardFile(staged);
    throw explainSqlite(error, path, settings);
  }
}

/** What a try that failed or was killed has left. */
export function discardFile(path: string): void {
  for (const suffix of SUFFIXES) rmSync(path + suffix, { force: true });
}

/** Everything that its log holds is in the file then. */
function hold(path: string, settings: SqliteSettings, key: string | undefined): Database.Database {
  assertLogHasFile(path);
  const connection = new Database(path, { timeout: 0, fileMustExist: true });
  try {
    if (key !== undefined && !isPlain(path)) unlock(connection, key);
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.pragma('journal_mode = DELETE');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    connection.close();
    if (isBusy(error))
      throw new AppError('FAILED_PRECONDITION', `The database file ${path} is in use: stop the stack first`, { cause: error });
    throw explainSqlite(error, path, settings);
  }
}

/** Of a file that is nobody else's. On disk when it returns. */
export function changeKey(path: string, { from, to }: Keys): void {
  const connection = new Database(path, { fileMustExist: true });
  try {
    if (from !== undefined && !isPlain(path)) unlock(connection, from);
    encryptWhole(connection, to);
  } finally {
    connection.close();
  }
  assertOpensWith(path, to);
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function assertOpensWith(path: string, key: string): void {
  const connection = new Database(path, { readonly: true });
  try {
    unlock(connection, key);
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  } finally {
    connection.close();
  }
}
