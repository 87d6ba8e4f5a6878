import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type StagedFiles, stageTogether } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import * as sqliteVec from 'sqlite-vec';
import { hold, isInUse, lockBeside, openSqlite, type RowCounts, type SqliteConnection, stageBackup, stageRekeyed } from '@docmind/sqlite';
import type { BadBackup, KeptBackup } from '../../backup/backup-store.port.js';
import { DatabaseCare, type MigrationReport, type RestoreOptions } from '../../care/database-care.port.js';
import { BackupArchive, rebuildOptions } from '../backup/backup-archive.js';
import { finishRestore, restoreDatabase, type RestorePlace } from '../backup/restore-database.js';
import { countRows, SqliteBackupStore } from '../backup/sqlite-backup.store.js';
import { assertKnownSchema, schemaStateOf } from '../sqlite/migrations/schema-state.js';
import { openDatabase } from '../sqlite/sqlite-database.js';
import { stageRekeyedBackups } from './stage-rekeyed-backups.js';

const SETTINGS = { path: 'DOCMIND_DB_PATH', key: 'DOCMIND_DB_KEY_FILE' };

export class SqliteDatabaseCare extends DatabaseCare {
  private readonly archive: BackupArchive;

  constructor(private readonly place: RestorePlace) {
    super();
    this.archive = new BackupArchive(place.root, place.key);
  }

  async examine(): Promise<undefined> {
    return undefined;
  }

  async list(onBad?: BadBackup): Promise<KeptBackup[]> {
    return this.archive.list(onBad);
  }

  async verify(id: string): Promise<KeptBackup> {
    return this.archive.verify(id);
  }

  async backUp(): Promise<KeptBackup> {
    await this.assertFree();
    await this.archive.tidy();
    return withConnection(this.place, (connection) => backUpOnce(connection, this.place));
  }

  async restore(options: RestoreOptions) {
    return restoreDatabase(this.place, { ...options, why: 'replaced by a backup' });
  }

  async stageRekeyed(to: string, others: readonly string[], onBad: BadBackup): Promise<StagedFiles> {
    const { path, key: from, root } = this.place;
    await finishRestore(this.place);
    return stageTogether([
      () => stageRekeyed(path, SETTINGS, { from, to }),
      ...others.map((other) => () => stageRekeyed(other, { ...SETTINGS, path: 'DOCMIND_DATA_DIR' }, { from, to })),
      () => stageRekeyedBackups(root, { from, to }, () => true, onBad),
    ]);
  }

  async plainBackups(): Promise<KeptBackup[]> {
    return (await this.archive.list()).filter(({ isEncrypted }) => !isEncrypted);
  }

  async stageEncryptedBackups(onBad: BadBackup): Promise<StagedFiles> {
    const { key: to, root } = this.place;
    if (to === undefined) throw new AppError('FAILED_PRECONDITION', 'There is no key to encrypt backups with: set DOCMIND_DB_KEY_FILE');
    return stageRekeyedBackups(root, { from: undefined, to }, ({ manifest }) => !manifest.isEncrypted, onBad);
  }

  async removePlainBackups(): Promise<string[]> {
    const plain = await this.plainBackups();
    for (const { id } of plain) await this.archive.remove(id);
    return plain.map(({ id }) => id);
  }

  async migrate(isDryRun: boolean): Promise<MigrationReport> {
    await this.assertFree();
    return isDryRun ? this.migrateCopy() : this.migrateInPlace();
  }

  async takeOver(): Promise<never> {
    throw new AppError('FAILED_PRECONDITION', 'Set DATABASE_URL to the PostgreSQL that is to take the database over');
  }

  /** While nobody else may have it. @throws AppError FAILED_PRECONDITION when somebody has, or its tables are of an older version */
  async whileHeld<Result>(work: (connection: SqliteConnection) => Promise<Result>): Promise<Result> {
    await this.assertFree();
    const { path } = this.place;
    const held = hold({
      lock: lockBeside(path),
      what: `The database file ${path}`,
      holder: 'docmind migrate',
      instead: 'Stop the stack (or persistence) first.',
      setting: SETTINGS.path,
    });
    try {
      return await withConnection(this.place, async (connection) => {
        const { pending } = this.stateOf(connection);
        if (pending.length > 0)
          throw new AppError(
            'FAILED_PRECONDITION',
            `The tables of ${path} are of an older version: docmind migrate, without DATABASE_URL, brings them up to date`,
          );
        sqliteVec.load(connection);
        return work(connection);
      });
    } finally {
      held.release();
    }
  }

  private async migrateInPlace(): Promise<MigrationReport> {
    const { path, key } = this.place;
    const { pending, before, backup } = await withConnection(this.place, async (connection) => {
      const state = this.stateOf(connection);
      const made = state.pending.length > 0 ? await backUpOnce(connection, this.place) : undefined;
      return { pending: state.pending, before: countRows(connection), backup: made?.id };
    });
    return { pending, before, ...(backup === undefined ? {} : { backup }), ...(await migrated(path, key)) };
  }

  /** In a folder beside the database: a copy on a smaller disk might not fit. */
  private async migrateCopy(): Promise<MigrationReport> {
    const { path, key } = this.place;
    const root = await mkdtemp(join(dirname(path), '.migrate-'));
    try {
      const { pending, before, id } = await withConnection(this.place, async (connection) => {
        const state = this.stateOf(connection);
        const made = await backUpOnce(connection, { ...this.place, root });
        return { pending: state.pending, before: countRows(connection), id: made.id };
      });
      const copy = await stageBackup(await new BackupArchive(root, key).find(id), join(root, 'copy.db'), rebuildOptions(key));
      return { pending, before, ...(await migrated(copy.file, key)) };
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  }

  private stateOf(connection: SqliteConnection) {
    const state = schemaStateOf(connection);
    assertKnownSchema(state, this.place.path);
    return state;
  }

  private async assertFree(): Promise<void> {
    const { path, key } = this.place;
    await finishRestore(this.place);
    if (!existsSync(path) && !existsSync(`${path}-wal`))
      throw new AppError('FAILED_PRECONDITION', `There is no database at ${path} (DOCMIND_DB_PATH, or docmind.db below DOCMIND_DATA_DIR)`);
    if (isInUse(path, key))
      throw new AppError('FAILED_PRECONDITION', `The database file ${path} is in use: stop the stack (or persistence) first`);
  }
}

async function backUpOnce(connection: SqliteConnection, { path, key, root }: RestorePlace): Promise<KeptBackup> {
  const store = new SqliteBackupStore({ connection, path, key, root });
  try {
    return await store.verify(await store.begin());
  } finally {
    store.end();
  }
}

/** @throws AppError FAILED_PRECONDITION when rows refer to what is not there any more */
async function migrated(file: string, key: string | undefined): Promise<{ durationMs: number; after: RowCounts }> {
  const startedAt = performance.now();
  const database = await openDatabase({ file, key });
  try {
    const durationMs = performance.now() - startedAt;
    const broken = database.connection.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new AppError('FAILED_PRECONDITION', `${broken.length} rows refer to what is not there any more`);
    return { durationMs, after: countRows(database.connection) };
  } finally {
    await database.close();
  }
}

async function withConnection<Result>(
  { path, key }: RestorePlace,
  work: (connection: SqliteConnection) => Promise<Result>,
): Promise<Result> {
  const connection = openSqlite({ path, key, settings: SETTINGS, survives: 'a power cut', busyTimeoutMs: 0, onUnreadable: 'refuse' });
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}
