import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Backup, baseOf, INCREMENTS, MANIFEST, writeManifest } from '../backup/backup-files.js';
import { rebuildDatabase, type RebuildOptions } from '../backup/backup-job.js';
import { changeKey, discardFile, type Keys, stagedName, type StagedDatabase } from './stage-rekeyed.js';

/**
 * The backup as it was at its last increment, under another key, in the same folder; what it was at its earlier increments goes with the former key.
 * @throws AppError FAILED_PRECONDITION that says what is wrong with it; it is as it was then
 */
export async function stageRekeyedBackup(backup: Backup, keys: Keys, options: Omit<RebuildOptions, 'key'>): Promise<StagedDatabase> {
  const base = join(backup.folder, nextName(backup.manifest.base.file));
  discardFile(base);
  try {
    return await stagedAt(base, backup, keys, options);
  } catch (error) {
    discardFile(base);
    throw error;
  }
}

async function stagedAt(base: string, backup: Backup, keys: Keys, options: Omit<RebuildOptions, 'key'>): Promise<StagedDatabase> {
  const { folder, manifest, last } = backup;
  const counts = await rebuildDatabase(backup, last, base, { ...options, key: keys.from });
  changeKey(base, keys);
  const { size } = await stat(base);
  const verified = { at: new Date().toISOString(), until: last.at, counts };
  const whole = { at: last.at, run: 0, frames: 0 };
  const described = {
    ...manifest,
    isEncrypted: true,
    base: { bytes: size, sha256: await hashOf(base), file: basename(base) },
    whole,
    verified,
  };
  const from = stagedName(join(folder, MANIFEST));
  await writeManifest(folder, described, from);
  return {
    renames: [{ from, to: join(folder, MANIFEST) }],
    removes: await formerFiles(backup),
    discards: [base],
    release: () => undefined,
  };
}

/** Never that of the one it takes the place of. */
function nextName(former = 'base.db'): string {
  const number = Number(/^base-(\d+)\.db$/.exec(former)?.[1] ?? 0);
  return `base-${number + 1}.db`;
}

async function formerFiles({ folder, manifest }: Backup): Promise<string[]> {
  const runs = (await readdir(folder)).filter((name) => name.endsWith('.wal'));
  return [baseOf(folder, manifest), join(folder, INCREMENTS), ...runs.map((name) => join(folder, name))];
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
