import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../repositories/sqlite-database.js';

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-persistence-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real SQLite file, closed and removed when the test ends. */
export async function openTestDatabase(file = join(temporaryFolder(), 'docmind.db'), key?: string): Promise<SqliteDatabase> {
  const database = await openDatabase({ file, key });
  onTestFinished(() => database.close());
  return database;
}
