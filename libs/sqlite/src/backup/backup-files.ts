import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@docmind/errors';
import { z } from 'zod';
import { type BackupManifest, type Increment, incrementSchema, manifestSchema } from './backup-manifest.js';
import { syncFolder } from './sync-folder.js';

export const MANIFEST = 'manifest.json';
export const INCREMENTS = 'increments.jsonl';
const ID = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;

export interface Backup {
  readonly folder: string;
  readonly manifest: BackupManifest;
  /** Oldest first. */
  readonly increments: readonly Increment[];
  readonly last: Increment;
  readonly bytes: number;
}

/** A moment that names a folder: sorted by name they are sorted by age. */
export function backupIdOf(at: Date): string {
  return at.toISOString().replaceAll(/[:.]/g, '-');
}

export function baseOf(folder: string, manifest?: Pick<BackupManifest, 'base'>): string {
  return join(folder, manifest?.base.file ?? 'base.db');
}

export function runOf(folder: string, run: number): string {
  return join(folder, `${run}.wal`);
}

/** Oldest first. One that can't be read hides none of the others. */
export async function listBackups(root: string, onBad: (id: string, reason: string) => void = () => undefined): Promise<Backup[]> {
  const found = await Promise.all((await backupFolders(root)).map((folder) => readable(folder, onBad)));
  return found.filter((backup) => backup !== undefined);
}

/** What a crash left of some. One without a manifest was never finished, or is half removed. */
export async function unfinishedBackups(root: string): Promise<string[]> {
  return (await backupFolders(root)).filter((folder) => !existsSync(join(folder, MANIFEST)));
}

async function backupFolders(root: string): Promise<string[]> {
  if (!existsSync(root)) return [];
  const names = (await readdir(root)).filter((name) => ID.test(name)).sort();
  return names.map((name) => join(root, name));
}

async function readable(folder: string, onBad: (id: string, reason: string) => void): Promise<Backup | undefined> {
  try {
    return await readBackup(folder);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    onBad(basename(folder), error.message);
    return undefined;
  }
}

/**
 * @returns undefined for one that was never finished
 * @throws AppError FAILED_PRECONDITION for one whose manifest or increments can't be read, and for one that lies in another's folder
 */
export async function readBackup(folder: string): Promise<Backup | undefined> {
  if (!existsSync(join(folder, MANIFEST))) return undefined;
  const manifest = await parsed(join(folder, MANIFEST), (text) => manifestSchema.parse(JSON.parse(text)));
  if (manifest.id !== basename(folder))
    throw new AppError(
      'FAILED_PRECONDITION',
      `${folder} holds the backup ${manifest.id}: give the folder that name, which says how old it is`,
    );
  const increments = manifest.whole === undefined ? await readIncrements(folder) : ([manifest.whole] as const);
  return { folder, manifest, increments, last: increments.at(-1) ?? increments[0], bytes: await bytesIn(folder) };
}

function readIncrements(folder: string): Promise<[Increment, ...Increment[]]> {
  return parsed(join(folder, INCREMENTS), (text) => {
    // The last line may be half written; what came after the last line break was never finished.
    const lines = text.split('\n').slice(0, -1);
    return z.tuple([incrementSchema], incrementSchema).parse(lines.map((line) => JSON.parse(line) as unknown));
  });
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function parsed<Value>(file: string, parse: (text: string) => Value): Promise<Value> {
  try {
    return parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw new AppError('FAILED_PRECONDITION', `${file} can't be read: the backup is damaged, or of another version. Use an older one`, {
      cause,
    });
  }
}

export async function makeBackupFolder(root: string, id: string): Promise<string> {
  const folder = join(root, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const parent of [root, dirname(root)]) await syncFolder(parent);
  return folder;
}

/** Readers see the one before or this one, never half of it. When it returns, all files of the folder outlive a power cut. */
export async function writeManifest(folder: string, manifest: BackupManifest, file = join(folder, MANIFEST)): Promise<void> {
  await writeSynced(`${file}.new`, 'w', `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${file}.new`, file);
  await syncFolder(folder);
}

/** On disk when it returns: only what is written down here counts of a run. */
export async function appendIncrement(folder: string, increment: Increment): Promise<void> {
  await writeSynced(join(folder, INCREMENTS), 'a', `${JSON.stringify(increment)}\n`);
}

export async function removeBackup(folder: string): Promise<void> {
  // The manifest first: what is half removed must not look whole.
  await rm(join(folder, MANIFEST), { force: true });
  await rm(folder, { recursive: true, force: true });
}

async function writeSynced(file: string, flags: 'w' | 'a', text: string): Promise<void> {
  const handle = await open(file, flags, 0o600);
  try {
    await handle.writeFile(text);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}
