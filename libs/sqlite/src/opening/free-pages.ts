// What is deleted must not stay readable in the file: SQLite leaves it in free pages, and in the log, unless told otherwise.
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';
import type Database from 'better-sqlite3';
import { isBusy, mayPass } from './sqlite-fault.js';

const INCREMENTAL = 2;
const READERS_LEAVE_AFTER_MS = 10_000;
const ASK_AGAIN_MS = 20;

/**
 * From here on whatever is deleted is overwritten at once. A file from before may have free pages that were not: it is written anew, once. The
 * mode of giving space back, which a file keeps, tells one kind from the other.
 */
export function overwriteDeleted(connection: Database.Database): void {
  connection.pragma('secure_delete = ON');
  if (connection.pragma('auto_vacuum', { simple: true }) === INCREMENTAL) return;
  connection.pragma('auto_vacuum = INCREMENTAL');
  if (connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined) return;
  try {
    connection.exec('VACUUM');
  } catch (error) {
    // Another process has it open, or the disk has no room for a second copy: the next start tries again.
    if (!isBusy(error) && !mayPass(error)) throw error;
  }
}

/**
 * Everything goes from the log into the file, and the log is emptied: it holds pages as they were.
 * @param empty tries once, and says whether it could
 * @throws AppError UNAVAILABLE when somebody reads for so long that it can't be
 */
export async function emptyLog(empty: () => boolean | Promise<boolean>): Promise<void> {
  const until = performance.now() + READERS_LEAVE_AFTER_MS;
  while (!(await empty())) {
    if (performance.now() >= until) {
      throw new AppError('UNAVAILABLE', 'What was deleted is still in the write-ahead log, which another process reads: ask again', {
        retryable: true,
      });
    }
    await delay(ASK_AGAIN_MS);
  }
}

/** Without waiting for readers: the driver would wait on the event loop's own thread. @returns whether the log is empty */
export function emptiedLog(connection: Database.Database): boolean {
  const patienceMs = connection.pragma('busy_timeout', { simple: true }) as number;
  connection.pragma('busy_timeout = 0');
  try {
    const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    return result?.busy === 0;
  } finally {
    connection.pragma(`busy_timeout = ${patienceMs}`);
  }
}
