import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { onTestFinished } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../repositories/sqlite/sqlite-database.js';

/** A real SQLite file, closed and removed when the test ends. */
export async function openTestDatabase(file = join(temporaryFolder(), 'docmind.db'), key?: string): Promise<SqliteDatabase> {
  const database = await openDatabase({ file, key });
  onTestFinished(() => database.close());
  return database;
}
