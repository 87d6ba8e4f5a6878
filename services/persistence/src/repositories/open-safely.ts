import { type RestoreRules, openOrRestore } from './backup/open-or-restore.js';
import { SqliteBackupStore } from './backup/sqlite-backup.store.js';
import { openDatabase, type SqliteDatabase } from './sqlite/sqlite-database.js';

export interface OpeningRules extends RestoreRules {
  /** An older version's tables are backed up before they are changed. */
  readonly backUpFirst: boolean;
}

/** @throws AppError FAILED_PRECONDITION saying what to do with a file that can't be used */
export async function openSafely(rules: OpeningRules): Promise<SqliteDatabase> {
  const { path, key, root, backUpFirst, logger } = rules;
  const open = (): Promise<SqliteDatabase> =>
    openDatabase({
      file: path,
      key,
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
  return openOrRestore(open, rules);
}
