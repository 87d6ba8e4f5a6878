import { type StagedFiles, stageTogether } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import { type Backup, type Keys, listBackups, stageRekeyedBackup } from '@docmind/sqlite';
import type { BadBackup } from '../../backup/backup-store.port.js';
import { rebuildOptions } from '../backup/backup-archive.js';

/** One that is no good is told and left as it is. */
export async function stageRekeyedBackups(
  root: string,
  keys: Keys,
  isMeant: (backup: Backup) => boolean,
  onBad: BadBackup,
): Promise<StagedFiles> {
  const backups = (await listBackups(root, onBad)).filter(isMeant);
  return stageTogether(backups.map((backup) => () => stageGood(backup, keys, onBad)));
}

async function stageGood(backup: Backup, keys: Keys, onBad: BadBackup): Promise<StagedFiles> {
  try {
    return await stageRekeyedBackup(backup, keys, rebuildOptions(keys.from));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'FAILED_PRECONDITION') throw error;
    onBad(backup.manifest.id, error.message);
    return { renames: [], removes: [], release: () => undefined };
  }
}
