import type { StagedFiles } from '@docmind/bootstrap';
import type { BadBackup, KeptBackup, RestoreRecord } from '../backup/backup-store.port.js';

export interface RestoreOptions {
  /** Without it the newest one that is good. */
  readonly id?: string;
  /** As it was at this moment; an increment is a step. */
  readonly at?: string;
  /** Hears of a backup that is no good while an older one is tried. */
  readonly onBad?: BadBackup;
}

export interface MigrationReport {
  /** What the tables lack of this version, by the names of its migrations. */
  readonly pending: readonly string[];
  /** Made before anything was changed. */
  readonly backup?: string;
  readonly durationMs: number;
  /** Rows by table, before and after. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
}

/** Of a database's server. */
export interface DatabaseFinding {
  /** What keeps it from being used, each with what to type. */
  readonly faults: readonly string[];
  /** What it is, where it can be used. */
  readonly says: string;
}

export interface TakeOverReport {
  /** Rows by table, counted and compared. */
  readonly taken: Readonly<Record<string, number>>;
  /** Rows by table that PostgreSQL has no place for, or that are made again. */
  readonly left: Readonly<Record<string, number>>;
  readonly durationMs: number;
}

/** What an operator does with a database that nobody has open. */
export abstract class DatabaseCare {
  /** Whether its server can be used; nothing is changed. Undefined where there is none, but a file. */
  abstract examine(): Promise<DatabaseFinding | undefined>;
  /** @param onBad hears of one that can't be read */
  abstract list(onBad?: BadBackup): Promise<KeptBackup[]>;
  /** A whole one, proven. @throws AppError FAILED_PRECONDITION when the database is in use, missing or damaged */
  abstract backUp(): Promise<KeptBackup>;
  /** Puts it together elsewhere and checks it; the stack may run. @throws AppError FAILED_PRECONDITION that says what is wrong with it */
  abstract verify(id: string): Promise<KeptBackup>;
  /** @throws AppError FAILED_PRECONDITION when the database is in use, or no backup is good; nothing is changed then */
  abstract restore(options: RestoreOptions): Promise<RestoreRecord & { readonly counts: Readonly<Record<string, number>> }>;
  /**
   * The database and all backups under another key, beside those that are there; so the databases of other services that have the same key. Backups that can't be
   * read are left as they are, and told.
   * @throws AppError FAILED_PRECONDITION when one is in use, or the key is not its key; nothing is changed then
   */
  abstract stageRekeyed(to: string, others: readonly string[], onBad: BadBackup): Promise<StagedFiles>;
  /** Those that were made before there was a key. */
  abstract plainBackups(): Promise<KeptBackup[]>;
  /** Each encrypted, as it was at its last increment, beside the one that is there. */
  abstract stageEncryptedBackups(onBad: BadBackup): Promise<StagedFiles>;
  abstract removePlainBackups(): Promise<string[]>;
  /** Brings the tables up to date, after a backup; a dry run does so in a copy, which it removes. */
  abstract migrate(isDryRun: boolean): Promise<MigrationReport>;
  /**
   * All that is in the SQLite file, into the PostgreSQL of DATABASE_URL, in one transaction; the file stays as it is. A dry run takes it back at its end.
   * @throws AppError FAILED_PRECONDITION when there is no PostgreSQL, it holds rows already, or the file is in use or of an older version; nothing is changed then
   */
  abstract takeOver(isDryRun: boolean): Promise<TakeOverReport>;
}
