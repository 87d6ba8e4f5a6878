import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { RebuildReason } from '../monitoring/cache-monitor.js';

/** A whole check of a larger file would make every start slow; damage there shows at the first statement that meets it. */
const CHECKED_BYTES = 64 * 1024 * 1024;
const CORRUPT = /^SQLITE_(?:CORRUPT|NOTADB)/;
/** What may pass by itself, so that a start goes on without the file and the next use tries again. */
const PASSING = /^SQLITE_(?:FULL|IOERR|BUSY|LOCKED|PROTOCOL)/;
const BUSY = /^SQLITE_(?:BUSY|LOCKED)/;
/** The driver waits on the event loop's own thread, so it waits briefly; whoever can wait longer does so in `runPatiently`. */
const BUSY_TIMEOUT_MS = 20;
const PATIENCE_MS = 2_000;
const MAX_PAUSE_MS = 20;

export interface SqliteFileOptions {
  /** ':memory:' in tests. */
  readonly path: string;
  /** Of the tables; raised whenever an older file could not be read as it is. */
  readonly version: number;
  /** Creates what isn't there yet, and loads extensions. */
  readonly prepare: (database: Database.Database) => void;
  /** The file was moved to `movedTo` and an empty one took its place. */
  readonly onRebuilt: (movedTo: string, reason: RebuildReason) => void;
}

/**
 * One SQLite file in WAL mode that survives its own damage: a cache may lose what it holds, but never stop its service.
 * Several processes may share it: writers take turns.
 */
export class SqliteFile {
  private database: Database.Database | undefined;
  private readonly statements = new Map<string, Database.Statement>();
  private closed = false;

  /** @throws Error when the path can't be a database at all; what may pass, such as a full disk, shows at each use until it has passed. */
  constructor(private readonly options: SqliteFileOptions) {
    try {
      this.database = this.openOrRebuild();
    } catch (error) {
      if (!PASSING.test(codeOf(error))) throw error;
    }
  }

  statement(sql: string): Database.Statement {
    let prepared = this.statements.get(sql);
    if (!prepared) {
      prepared = this.connection().prepare(sql);
      this.statements.set(sql, prepared);
    }
    return prepared;
  }

  /** Runs one transaction. Damage found on the way rebuilds the file, and the error goes on to the caller, who counts a fault. */
  run<T>(work: () => T): T {
    try {
      return this.connection().transaction(work).immediate();
    } catch (error) {
      throw this.afterDamage(error);
    }
  }

  /**
   * As `run`, and waits for its turn without holding up the thread while another process writes.
   * @param onCommitted is called before anything else runs
   */
  async runPatiently<T>(work: () => T, onCommitted?: (result: T) => void): Promise<T> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        const result = this.run(work);
        onCommitted?.(result);
        return result;
      } catch (error) {
        if (!BUSY.test(codeOf(error)) || performance.now() >= until) throw error;
        await delay(1 + Math.random() * MAX_PAUSE_MS);
      }
    }
  }

  read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.afterDamage(error);
    }
  }

  /** Grows whenever another connection, such as another process, has changed the file. */
  othersVersion(): number {
    return (this.read(() => this.statement('PRAGMA data_version').get()) as { data_version: number }).data_version;
  }

  flush(): void {
    this.connection().pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.closed = true;
    this.disconnect();
  }

  private connection(): Database.Database {
    if (this.closed) throw new Error('the database file is closed');
    this.database ??= this.openOrRebuild();
    return this.database;
  }

  private disconnect(): void {
    this.statements.clear();
    this.database?.close();
    this.database = undefined;
  }

  private afterDamage(error: unknown): unknown {
    if (CORRUPT.test(codeOf(error)) && !this.closed) {
      this.disconnect();
      this.moveAside('damaged');
    }
    return error;
  }

  private openOrRebuild(): Database.Database {
    try {
      return this.open();
    } catch (error) {
      if (error instanceof OtherVersion) this.moveAside('written by another version');
      else if (CORRUPT.test(codeOf(error))) this.moveAside('damaged');
      else throw error;
      return this.open();
    }
  }

  private open(): Database.Database {
    const { path, prepare, version } = this.options;
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      database.pragma('page_size = 8192');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      if (path !== ':memory:' && statSync(path).size <= CHECKED_BYTES) assertSound(database);
      assertVersion(database, version);
      database.transaction(() => prepare(database)).immediate();
      database.pragma(`user_version = ${version}`);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private moveAside(reason: RebuildReason): void {
    const { path } = this.options;
    const movedTo = freeName(path, reason === 'damaged' ? 'damaged' : 'old');
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, movedTo + suffix);
    this.options.onRebuilt(movedTo, reason);
  }
}

class OtherVersion extends Error {}

function assertSound(database: Database.Database): void {
  const verdict = database.pragma('quick_check(1)', { simple: true });
  if (verdict === 'ok') return;
  throw Object.assign(new Error(`the database file is damaged: ${String(verdict)}`), { code: 'SQLITE_CORRUPT' });
}

/** An empty file has no version yet. */
function assertVersion(database: Database.Database, version: number): void {
  const found = database.pragma('user_version', { simple: true });
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (found !== version && !isEmpty) throw new OtherVersion(`the database file has version ${String(found)}, not ${version}`);
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}

function freeName(path: string, ending: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${path}.${ending}-${number}`;
    if (!existsSync(name)) return name;
  }
}
