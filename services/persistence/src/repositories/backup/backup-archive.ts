import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import {
  type Backup,
  CHECK_PREFIX,
  listBackups,
  readBackup,
  type RebuildOptions,
  removeBackup,
  type RowCounts,
  unfinishedBackups,
  verifyBackup,
} from '@docmind/sqlite';
import * as sqliteVec from 'sqlite-vec';
import type { BadBackup, KeptBackup } from '../../backup/backup-store.port.js';

const CHECK_LIMIT_MS = 3_600_000;

/** What a person would miss. */
export const COUNTED_TABLES = ['documents', 'chunks', 'sessions', 'chat_history', 'performance_logs', 'uploads'];

export function rebuildOptions(key: string | undefined): RebuildOptions {
  return { key, extensions: [sqliteVec.getLoadablePath()], tables: COUNTED_TABLES };
}

/** The backups of one folder, whether or not a database is open. */
export class BackupArchive {
  constructor(
    private readonly root: string,
    private readonly key: string | undefined,
  ) {}

  /** Finished ones, oldest first. @param onBad hears of one that can't be read */
  async list(onBad?: BadBackup): Promise<KeptBackup[]> {
    return (await listBackups(this.root, onBad)).map(toKept);
  }

  async find(id: string): Promise<Backup> {
    const backup = await readBackup(this.folderOf(id));
    if (backup) return backup;
    throw new AppError('NOT_FOUND', `There is no backup ${id} in ${this.root}; \`docmind backup --list\` shows them`);
  }

  /** @param expected what the database held, where that is known */
  async verify(id: string, expected?: RowCounts): Promise<KeptBackup> {
    await verifyBackup(await this.find(id), rebuildOptions(this.key), expected);
    return toKept(await this.find(id));
  }

  async remove(id: string): Promise<void> {
    await removeBackup(this.folderOf(id));
  }

  /** Removes what a crash left unfinished. */
  async tidy(): Promise<void> {
    for (const folder of await unfinishedBackups(this.root)) await removeBackup(folder);
    const names = (await readdir(this.root).catch(() => [])).filter((one) => one.startsWith(CHECK_PREFIX));
    for (const path of names.map((name) => join(this.root, name)))
      if (await isAbandoned(path)) await rm(path, { recursive: true, force: true });
  }

  private folderOf(id: string): string {
    return join(this.root, id);
  }
}

/** A command may be at work in a younger one. */
async function isAbandoned(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > CHECK_LIMIT_MS;
}

function toKept(backup: Backup): KeptBackup {
  const { manifest, last, bytes } = backup;
  const { id, createdAt, isEncrypted, verified } = manifest;
  return { id, createdAt, until: last.at, bytes, isEncrypted, ...(verified ? { verified } : {}) };
}
