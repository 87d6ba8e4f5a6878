import { existsSync } from 'node:fs';
import { AppError } from '@docmind/errors';
import { isBeingStaged, isUnreadable, listBackups } from '@docmind/sqlite';
import type { Logger } from '@nestjs/common';
import { finishRestore, restoreDatabase, type RestorePlace } from './restore-database.js';

export interface RestoreRules extends RestorePlace {
  /** An operator has said that a damaged file may be replaced. */
  readonly restoreLatest: boolean;
  readonly logger: Logger;
}

/**
 * Opens the database. One that is damaged or gone is replaced by the newest good backup where an operator said so; else it is refused, with words.
 * @throws AppError FAILED_PRECONDITION
 */
export async function openOrRestore<Opened>(open: () => Promise<Opened>, rules: RestoreRules): Promise<Opened> {
  const finished = await finishRestore(rules);
  if (finished) rules.logger.warn({ msg: 'a restore that was interrupted is finished', ...finished });
  const newest = (await listBackups(rules.root).catch(() => [])).at(-1)?.manifest.id;
  if (isGone(rules.path)) await replaceMissing(rules, newest);
  try {
    return await open();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (!rules.restoreLatest) throw withHint(error, newest);
    await restoreNow(rules);
    return open();
  }
}

function isGone(path: string): boolean {
  return !existsSync(path) && !existsSync(`${path}-wal`);
}

async function replaceMissing(rules: RestoreRules, newestBackup: string | undefined): Promise<void> {
  const { path, restoreLatest, logger } = rules;
  if (restoreLatest && newestBackup !== undefined) return restoreNow(rules);
  if (isBeingStaged(path)) {
    const what = `There is no database at ${path}, and a restore that should have put one there was interrupted, or still runs`;
    throw new AppError('FAILED_PRECONDITION', `${what}. Restore again, or remove ${path}.restoring to start with an empty one`);
  }
  if (newestBackup === undefined) return;
  logger.warn({ msg: 'the database file is not there, so an empty one is made; there are backups', file: path, newestBackup });
}

async function restoreNow(rules: RestoreRules): Promise<void> {
  const { logger } = rules;
  const onBad = (backup: string, reason: string): void =>
    logger.error({ msg: 'a backup is no good, an older one is tried', backup, reason });
  const { counts, ...restored } = await restoreDatabase(rules, { why: 'damaged', onBad });
  logger.error({
    msg: 'the database was damaged and is restored from a backup; what was written after it is missing',
    ...restored,
    rows: counts,
  });
}

function withHint(error: unknown, newest: string | undefined): unknown {
  if (!(error instanceof AppError) || newest === undefined) return error;
  const hint = `The newest backup is ${newest}: start with --restore-latest (DOCMIND_RESTORE_LATEST=true) to put it in place, or use \`docmind restore\`.`;
  return new AppError(error.code, `${error.message} ${hint}`, { cause: error });
}
