import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';

/** A whole check of a larger file would make every start slow; damage there shows at the first statement that meets it. */
const CHECKED_BYTES = 64 * 1024 * 1024;
const CORRUPT = /^SQLITE_(?:CORRUPT|NOTADB)/;

export interface SqliteFileOptions {
  /** ':memory:' in tests. */
  readonly path: string;
  /** Creates what isn't there yet, and loads extensions. */
  readonly prepare: (database: Database.Database) => void;
  /** A damaged file was moved to `movedTo` and an empty one took its place. */
  readonly onRebuilt: (movedTo: string) => void;
}

/**
 * One SQLite file in WAL mode that survives its own damage: a cache may lose what it holds, but never stop its service.
 */
export class SqliteFile {
  private database: Database.Database;
  private readonly statements = new Map<string, Database.Statement>();

  constructor(private readonly options: SqliteFileOptions) {
    this.database = this.openOrRebuild();
  }

  statement(sql: string): Database.Statement {
    let prepared = this.statements.get(sql);
    if (!prepared) {
      prepared = this.database.prepare(sql);
      this.statements.set(sql, prepared);
    }
    return prepared;
  }

  /** Runs one transaction. Damage found on the way rebuilds the file, and the error goes on to the caller, who counts a fault. */
  run<T>(work: () => T): T {
    try {
      return this.database.transaction(work).immediate();
    } catch (error) {
      throw this.afterDamage(error);
    }
  }

  read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.afterDamage(error);
    }
  }

  flush(): void {
    this.database.pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }

  private afterDamage(error: unknown): unknown {
    if (isDamage(error)) {
      this.close();
      this.database = this.rebuild();
    }
    return error;
  }

  private openOrRebuild(): Database.Database {
    try {
      return this.open();
    } catch (error) {
      if (!isDamage(error)) throw error;
      return this.rebuild();
    }
  }

  private open(): Database.Database {
    const { path, prepare } = this.options;
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    const database = new Database(path);
    try {
      database.pragma('page_size = 8192');
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = NORMAL');
      database.pragma('busy_timeout = 1000');
      if (path !== ':memory:' && statSync(path).size <= CHECKED_BYTES) assertSound(database);
      prepare(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  private rebuild(): Database.Database {
    const { path } = this.options;
    const movedTo = freeName(path);
    for (const suffix of ['', '-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, movedTo + suffix);
    this.options.onRebuilt(movedTo);
    return this.open();
  }
}

function assertSound(database: Database.Database): void {
  const verdict = database.pragma('quick_check(1)', { simple: true });
  if (verdict === 'ok') return;
  throw Object.assign(new Error(`the database file is damaged: ${String(verdict)}`), { code: 'SQLITE_CORRUPT' });
}

function isDamage(error: unknown): boolean {
  return error instanceof Error && CORRUPT.test((error as { code?: string }).code ?? '');
}

function freeName(path: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${path}.damaged-${number}`;
    if (!existsSync(name)) return name;
  }
}
