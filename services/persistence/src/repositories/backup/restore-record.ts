import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { RestoreRecord } from '../../backup/backup-store.port.js';

export const RESTORE_RECORD = 'restored.json';

const recordSchema = z.object({
  at: z.string(),
  backup: z.string(),
  until: z.string(),
  lostUntil: z.string(),
  movedTo: z.string().optional(),
});

/** Of the last restore; undefined where there was none, or where somebody has taken note and removed it. */
export async function readRestoreRecord(root: string): Promise<RestoreRecord | undefined> {
  const text = await readFile(join(root, RESTORE_RECORD), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : recordSchema.parse(JSON.parse(text));
}

export async function writeRestoreRecord(root: string, record: RestoreRecord): Promise<void> {
  const file = join(root, RESTORE_RECORD);
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
