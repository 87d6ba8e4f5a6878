import { statSync } from 'node:fs';
import { AppError } from '@docmind/errors';
import { hold, lockBeside } from '@docmind/sqlite';
import { type RestoreRules, openOrRestore } from './backup/open-or-restore.js';
import { SqliteBackupStore } from './backup/sqlite-backup.store.js';
import { openDatabase, type SqliteDatabase } from './sqlite/sqlite-database.js';

export interface OpeningRules extends RestoreRules {
  /** An older version's tables are backed up before they are changed. */
  readonly backUpFirst: boolean;
}

/**
 * As the one persistence that works on the file: sessions and writes keep their order in its memory.
 * @throws AppError FAILED_PRECONDITION saying what to do with a file that can't be used, or who holds it
 */
export async function openSafely(rules: OpeningRules): Promise<SqliteDatabase> {
  const { path, key, root, backUpFirst, logger } = rules;
  assertOneName(path);
  const held = hold({
    lock: lockBeside(path),
    what: `The database file ${path}`,
    holder: 'persistence',
    instead:
      'Only one persistence may work on it: end that one, or give this one another file (DOCMIND_DB_PATH, or docmind.db below DOCMIND_DATA_DIR).',
    setting: 'DOCMIND_DB_PATH',
  });
  const open = (): Promise<SqliteDatabase> =>
    openDatabase({
      file: path,
      key,
      hold: held,
      beforeMigrations: async (connection, { pending }) => {
        if (!backUpFirst) return;
        const store = new SqliteBackupStore({ connection, path, key, root });
        const { id } = await store.verify(await store.begin()).finally(() => store.end());
        logger.log({
          msg: 'the tables are of an older version; they are backed up and brought up to date',
          backup: id,
          migrations: pending,
        });
      },
    });
  try {
    return await openOrRestore(open, rules);
  } catch (error) {
    held.release();
    throw error;
  }
}

/** Under another name a second persistence could work on the same file: locks, and what is not yet in the file, lie beside a name. */
function assertOneName(path: string): void {
  const names = statSync(path, { throwIfNoEntry: false })?.nlink ?? 1;
  if (names <= 1) return;
  throw new AppError(
    'FAILED_PRECONDITION',
    `The database file ${path} has ${names} names (hard links), so that another persistence could work on it too. ` +
      'Remove the other names, or copy the file and use the copy (DOCMIND_DB_PATH).',
  );
}
