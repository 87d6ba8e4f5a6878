import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RestoreRecord } from '../../backup/backup-store.port.js';

export const RESTORE_RECORD = 'restored.json';
const PENDING = 'restoring.json';

const recordSchema = z.object({
  at: z.string(),
  backup: z.string(),
  until: z.string(),
  lostUntil: z.string(),
  movedTo: z.string().optional(),
});

/** Of the last restore; undefined where there was none, or where somebody has taken note and removed it. */
export function readRestoreRecord(root: string): Promise<RestoreRecord | undefined> {
  return read(join(root, RESTORE_RECORD));
}

/** Of a restore that is about to happen: it counts once it is confirmed. */
export async function noteRestore(root: string, record: RestoreRecord): Promise<void> {
  await writeFile(join(root, PENDING), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
}

/** What was noted and is neither confirmed nor dropped; a note that was cut off is none. */
export function readNotedRestore(root: string): Promise<RestoreRecord | undefined> {
  return read(join(root, PENDING)).catch(() => undefined);
}

export async function confirmRestore(root: string): Promise<void> {
  await rename(join(root, PENDING), join(root, RESTORE_RECORD));
}

export async function dropNotedRestore(root: string): Promise<void> {
  await rm(join(root, PENDING), { force: true });
}

async function read(file: string): Promise<RestoreRecord | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}
