import { AppError } from '@docmind/errors';
import type { SqliteConnection } from '@docmind/sqlite';
import { MIGRATIONS } from './migrations.js';

export interface SchemaState {
  /** Names of migrations, oldest first; none in an empty file. */
  readonly applied: readonly string[];
  readonly pending: readonly string[];
}

/** Asked before TypeORM is: it runs what is missing, and passes over migrations that it doesn't know. */
export function schemaStateOf(connection: SqliteConnection): SchemaState {
  const applied = appliedTo(connection);
  const pending = MIGRATIONS.map(({ name }) => name).filter((name) => !applied.includes(name));
  return { applied, pending };
}

/** @throws AppError FAILED_PRECONDITION for tables that a newer version made: an older one would write rows that it can't read */
export function assertKnownSchema({ applied }: SchemaState, file: string): void {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new AppError(
    'FAILED_PRECONDITION',
    `The database file ${file} was written by a newer version: it knows ${unknown.join(', ')}, and this one ends at ${MIGRATIONS.at(-1)?.name}. ` +
      'Nothing in it was changed. Start the version that wrote it, or restore a backup from before.',
  );
}

function appliedTo(connection: SqliteConnection): string[] {
  const isKept = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'`).get() !== undefined;
  return isKept ? (connection.prepare('SELECT name FROM migrations ORDER BY id').pluck().all() as string[]) : [];
}
