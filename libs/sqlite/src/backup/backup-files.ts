import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { type BackupManifest, type Increment, incrementSchema, manifestSchema } from './backup-manifest.js';

const MANIFEST = 'manifest.json';
const INCREMENTS = 'increments.jsonl';
const ID = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-\d{3}Z$/;

export interface Backup {
  readonly folder: string;
  readonly manifest: BackupManifest;
  /** At least one, oldest first. */
  readonly increments: readonly Increment[];
  readonly bytes: number;
}

/** A moment that names a folder: sorted by name they are sorted by age. */
export function backupIdOf(at: Date): string {
  return at.toISOString().replaceAll(/[:.]/g, '-');
}

export function baseOf(folder: string): string {
  return join(folder, 'base.db');
}

export function runOf(folder: string, run: number): string {
  return join(folder, `${run}.wal`);
}

/** Oldest first; a folder without a manifest was never finished, and isn't one of them. */
export async function listBackups(root: string): Promise<Backup[]> {
  const found = await Promise.all((await backupFolders(root)).map((folder) => readBackup(folder)));
  return found.filter((backup) => backup !== undefined);
}

/** What a crash left unfinished too. */
export async function backupFolders(root: string): Promise<string[]> {
  if (!existsSync(root)) return [];
  const names = (await readdir(root)).filter((name) => ID.test(name)).sort();
  return names.map((name) => join(root, name));
}

/**
 * @returns undefined for one that was never finished
 * @throws AppError FAILED_PRECONDITION for a manifest that can't be read
 */
export async function readBackup(folder: string): Promise<Backup | undefined> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = parsed(() => manifestSchema.parse(JSON.parse(text)), join(folder, MANIFEST));
  const lines = (await readFile(join(folder, INCREMENTS), 'utf8')).split('\n');
  // The last line may be half written; what came after the last line break was never finished.
  const increments = lines.slice(0, -1).map((line) => parsed(() => incrementSchema.parse(JSON.parse(line)), join(folder, INCREMENTS)));
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return { folder, manifest, increments, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function parsed<Value>(parse: () => Value, file: string): Value {
  try {
    return parse();
  } catch (cause) {
    throw new AppError('FAILED_PRECONDITION', `${file} can't be read: the backup is damaged, or of another version. Use an older one`, {
      cause,
    });
  }
}

export async function makeBackupFolder(root: string, id: string): Promise<string> {
  const folder = join(root, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Readers see the one before or this one, never half of it. */
export async function writeManifest(folder: string, manifest: BackupManifest): Promise<void> {
  const file = join(folder, MANIFEST);
  await writeSynced(`${file}.new`, 'w', `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(`${file}.new`, file);
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
