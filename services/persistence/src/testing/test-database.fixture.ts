import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { onTestFinished } from 'vitest';
import { MIGRATIONS } from '../repositories/sqlite/migrations/migrations.js';
import { openDatabase, type SqliteDatabase } from '../repositories/sqlite/sqlite-database.js';

/** A real SQLite file, closed and removed when the test ends. */
export async function openTestDatabase(file = join(temporaryFolder(), 'docmind.db'), key?: string): Promise<SqliteDatabase> {
  const database = await openDatabase({ file, key });
  onTestFinished(() => database.close());
  return database;
}

/** Back to the tables that the first `kept` migrations make. */
export async function undoMigrations({ dataSource }: SqliteDatabase, kept: number): Promise<void> {
  for (const _newer of MIGRATIONS.slice(kept)) await dataSource.undoLastMigration();
}
