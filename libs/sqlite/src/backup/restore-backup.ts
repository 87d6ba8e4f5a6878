import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@docmind/errors';
import { isAnythingAt, type MoveReason, moveAside, nameAside } from '../opening/move-aside.js';
import { type Backup, writeManifest } from './backup-files.js';
import { rebuildDatabase, type RebuildOptions } from './backup-job.js';
import type { Increment, RowCounts } from './backup-manifest.js';
import { syncFolder } from './sync-folder.js';

/** What a crash left of a check is removed by its name. */
export const CHECK_PREFIX = '.check-';

/**
 * Puts the backup together beside it as a restore would, checks every page and counts its rows; that it held is written into its manifest.
 * @param expected what the database held at the last increment, where that is known
 * @throws AppError FAILED_PRECONDITION that says what is wrong with it
 */
export async function verifyBackup(backup: Backup, options: RebuildOptions, expected?: RowCounts): Promise<RowCounts> {
  const { last } = backup;
  const folder = await mkdtemp(join(dirname(backup.folder), CHECK_PREFIX));
  try {
    const counts = await rebuildDatabase(backup, last, join(folder, 'check.db'), options);
    assertCounts(backup, counts, expected);
    await writeManifest(backup.folder, { ...backup.manifest, verified: { at: new Date().toISOString(), until: last.at, counts } });
    return counts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function assertCounts({ manifest }: Backup, counts: RowCounts, expected: RowCounts = {}): void {
  for (const [table, count] of Object.entries(expected)) {
    if (counts[table] === count) continue;
    throw new AppError(
      'FAILED_PRECONDITION',
      `The backup ${manifest.id} holds ${counts[table] ?? 0} rows of ${table}, and the database held ${count}`,
    );
  }
}

/** A checked copy beside the database. */
export interface Staged {
  readonly file: string;
  /** Everything that was committed by then is in it. */
  readonly until: string;
  readonly counts: RowCounts;
}

/**
 * Puts the backup together and checks it; whoever has the database open goes on. To be put in place, or discarded.
 * @param at as it was then; without it as late as the backup goes
 * @throws AppError FAILED_PRECONDITION when the backup is damaged, or begins later; nothing is left then
 */
export async function stageBackup(backup: Backup, path: string, options: RebuildOptions & { at?: string }): Promise<Staged> {
  const { at, ...rebuild } = options;
  const last = at === undefined ? backup.last : lastBy(backup, at);
  const file = stagedFile(path);
  await discardStaged(file);
  return { file, until: last.at, counts: await rebuildDatabase(backup, last, file, rebuild) };
}

export async function discardStaged(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });
}

/**
 * In the place of the database, which nobody may have open. What is there is moved aside, never removed. A process that is killed in between leaves
 * either all as it was, or a restore that `finishPutting` ends.
 * @param before is told where what is there will lie, while nothing has changed yet
 * @returns where it lies now
 */
export async function putInPlace(
  staged: string,
  path: string,
  why: MoveReason,
  before?: (movedTo: string | undefined) => Promise<void>,
): Promise<string | undefined> {
  const movedTo = isAnythingAt(path) ? nameAside(path, why) : undefined;
  await before?.(movedTo);
  await rename(staged, decidedFile(path));
  await syncFolder(dirname(path));
  await finishPutting(path, movedTo);
  return movedTo;
}

/** Ends what a killed `putInPlace` began. @returns whether it had decided anything */
export async function finishPutting(path: string, movedTo?: string): Promise<boolean> {
  if (!isDecided(path)) return false;
  if (isAnythingAt(path)) moveAside(path, 'replaced by a backup', movedTo);
  await rename(decidedFile(path), path);
  await syncFolder(dirname(path));
  return true;
}

/** Being put together or checked; of no use to anybody else. */
function stagedFile(path: string): string {
  return `${path}.restoring`;
}

/** Checked, as it will stay, and nobody goes back from it. */
function decidedFile(path: string): string {
  return `${path}.restored`;
}

/** Whether a restore waits for its end: the database is what `finishPutting` makes it. */
export function isDecided(path: string): boolean {
  return existsSync(decidedFile(path));
}

/** Whether a restore was begun and is not decided: it still runs, or was killed. */
export function isBeingStaged(path: string): boolean {
  return existsSync(stagedFile(path));
}

function lastBy({ manifest, increments }: Backup, at: string): Increment {
  const last = increments.findLast((increment) => Date.parse(increment.at) <= Date.parse(at));
  if (last === undefined) throw new AppError('FAILED_PRECONDITION', `The backup ${manifest.id} begins later than ${at}: take an older one`);
  return last;
}
