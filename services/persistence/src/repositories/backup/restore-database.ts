import { existsSync, statSync } from 'node:fs';
import { AppError } from '@docmind/errors';
import {
  type Backup,
  discardStaged,
  finishPutting,
  isBeingStaged,
  isDecided,
  isInUse,
  listBackups,
  type MoveReason,
  openSqlite,
  putInPlace,
  type RowCounts,
  stageBackup,
} from '@docmind/sqlite';
import type { BadBackup, RestoreRecord } from '../../backup/backup-store.port.js';
import { EVERY_DOCUMENT } from '../../outbox/outbox.policy.js';
import { confirmRestore, dropNotedRestore, noteRestore, readNotedRestore } from './restore-record.js';
import { BackupArchive, rebuildOptions } from './backup-archive.js';

export interface RestorePlace {
  readonly path: string;
  readonly key: string | undefined;
  readonly root: string;
}

export interface RestoreWish {
  /** Without it the newest one that is good. */
  readonly id?: string;
  /** As it was then. */
  readonly at?: string;
  readonly why: MoveReason;
  /** Hears of a backup that is no good while an older one is tried. */
  readonly onBad?: BadBackup;
}

/** More changes than a tenant makes between two backups: caches have heard of epochs that the restored file doesn't know. */
const EPOCHS_AHEAD = 1_000_000;

/**
 * Puts a backup in the place of the database; what lay there is moved aside. It is as it will stay before it is put there.
 * @throws AppError FAILED_PRECONDITION when somebody has the database open, or no backup is good; it stays as it is then
 */
export async function restoreDatabase(place: RestorePlace, wish: RestoreWish): Promise<RestoreRecord & { counts: RowCounts }> {
  const { path, root } = place;
  await finishRestore(place);
  const written = lastWrite(path) ?? new Date().toISOString();
  assertFree(place);
  const { backup, staged } = await stageFirstGood(place, wish);
  const { until } = staged;
  // A backup may be newer than the last write: then nothing is lost.
  const facts = { at: new Date().toISOString(), backup: backup.manifest.id, until, lostUntil: written > until ? written : until };
  const movedTo = await takePlace(place, staged.file, wish.why, (to) => noteRestore(root, { ...facts, movedTo: to }));
  await confirmRestore(root);
  return { ...facts, movedTo, counts: staged.counts };
}

/** All or nothing: where it throws before it is decided, nothing of it is left. */
async function takePlace(place: RestorePlace, staged: string, why: MoveReason, note: (movedTo?: string) => Promise<void>) {
  const { path, key, root } = place;
  try {
    forgetAnswers(staged, key);
    // The check of a large backup takes long enough for somebody to start the stack.
    assertFree(place);
    return await putInPlace(staged, path, why, note);
  } catch (error) {
    await discardStaged(staged);
    if (!isDecided(path)) await dropNotedRestore(root);
    throw error;
  }
}

/**
 * Ends a restore that was killed after it had decided to take the database's place; one that was killed before has changed nothing.
 * @returns what is known of it, where it was ended now
 * @throws AppError FAILED_PRECONDITION when somebody has the database open
 */
export async function finishRestore(place: RestorePlace): Promise<Partial<RestoreRecord> | undefined> {
  const { path, root } = place;
  const noted = await readNotedRestore(root);
  if (isDecided(path)) assertFree(place);
  const isEnded = await finishPutting(path, noted?.movedTo);
  // Killed before it was decided it left its copy behind; without one it was ended, and only not confirmed.
  if (noted && (isEnded || !isBeingStaged(path))) await confirmRestore(root);
  else await dropNotedRestore(root);
  return isEnded ? (noted ?? {}) : undefined;
}

function assertFree({ path, key }: RestorePlace): void {
  if (isInUse(path, key))
    throw new AppError('FAILED_PRECONDITION', `The database file ${path} is in use: stop the stack (or persistence), then restore`);
}

/** Newest first. */
async function candidates({ root, key }: RestorePlace, { id, at }: RestoreWish, onBad: BadBackup): Promise<Backup[]> {
  if (id !== undefined) return [await new BackupArchive(root, key).find(id)];
  const newestFirst = (await listBackups(root, onBad)).toReversed();
  if (at === undefined) return newestFirst;
  return newestFirst.filter(({ manifest }) => Date.parse(manifest.createdAt) <= Date.parse(at)).slice(0, 1);
}

async function stageFirstGood(place: RestorePlace, wish: RestoreWish) {
  const { path, key, root } = place;
  const { at } = wish;
  const reasons: string[] = [];
  const onBad: BadBackup = (id, reason) => {
    reasons.push(`${id}: ${reason}`);
    wish.onBad?.(id, reason);
  };
  const backups = await candidates(place, wish, onBad);
  for (const backup of backups) {
    try {
      return { backup, staged: await stageBackup(backup, path, { ...rebuildOptions(key), at }) };
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'FAILED_PRECONDITION') throw error;
      onBad(backup.manifest.id, error.message);
    }
  }
  const none = `There is no backup in ${root}${at === undefined ? '' : ` as old as ${at}`}`;
  throw new AppError('FAILED_PRECONDITION', `No backup could be restored. Nothing was changed. ${reasons.join('. ') || none}`);
}

function lastWrite(path: string): string | undefined {
  const times = ['', '-wal'].filter((suffix) => existsSync(path + suffix)).map((suffix) => statSync(path + suffix).mtimeMs);
  return times.length === 0 ? undefined : new Date(Math.max(...times)).toISOString();
}

/** Cached answers may rest on documents that are not there any more: no cache gives one before it has been told to forget them all. */
function forgetAnswers(path: string, key: string | undefined): void {
  const settings = { path: 'DOCMIND_DB_PATH', key: 'DOCMIND_DB_KEY_FILE' };
  const connection = openSqlite({ path, key, settings, survives: 'a power cut', busyTimeoutMs: 0, onUnreadable: 'refuse' });
  try {
    if (connection.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'corpus'`).get() === undefined) return;
    connection.transaction(() => {
      connection.prepare('UPDATE corpus SET epoch = epoch + ?').run(EPOCHS_AHEAD);
      connection
        .prepare('INSERT INTO outbox (tenant, document_id, epoch, created_at) SELECT tenant, ?, epoch, ? FROM corpus')
        .run(EVERY_DOCUMENT, new Date().toISOString());
    })();
  } finally {
    connection.close();
  }
}
