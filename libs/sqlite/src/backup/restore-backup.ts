import { existsSync } from 'node:fs';
import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@docmind/errors';
import { type MoveReason, moveAside } from '../opening/move-aside.js';
import { type Backup, writeManifest } from './backup-files.js';
import { rebuildDatabase, type RebuildOptions } from './backup-job.js';
import type { Increment, RowCounts } from './backup-manifest.js';

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
  const file = `${path}.restoring`;
  await discardStaged(file);
  return { file, until: last.at, counts: await rebuildDatabase(backup, last, file, rebuild) };
}

export async function discardStaged(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });
}

/**
 * In the place of the database, which nobody may have open. What is there is moved aside, never removed.
 * @returns where it lies now
 */
export async function putInPlace(staged: string, path: string, why: MoveReason): Promise<string | undefined> {
  const isThere = ['', '-wal', '-shm'].some((suffix) => existsSync(path + suffix));
  const movedTo = isThere ? moveAside(path, why) : undefined;
  await rename(staged, path);
  await syncFolder(dirname(path));
  return movedTo;
}

function lastBy({ manifest, increments }: Backup, at: string): Increment {
  const last = increments.findLast((increment) => Date.parse(increment.at) <= Date.parse(at));
  if (last === undefined) throw new AppError('FAILED_PRECONDITION', `The backup ${manifest.id} begins later than ${at}: take an older one`);
  return last;
}

/** So that the new name outlives a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
