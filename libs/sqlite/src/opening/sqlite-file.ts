import { setTimeout as delay } from 'node:timers/promises';
import { emptiedLog, emptyLog } from './free-pages.js';
import { moveAside } from './move-aside.js';
import { openSqlite, type SqliteConnection, type SqliteOptions, type SqliteStatement } from './open-sqlite.js';
import { isBusy, isDamage, mayPass } from './sqlite-fault.js';

/** The driver waits on the event loop's own thread, so it waits briefly; whoever can wait longer does so in `runPatiently`. */
const BUSY_TIMEOUT_MS = 20;
const PATIENCE_MS = 2_000;
const MAX_PAUSE_MS = 20;
const PAGE_SIZE = 8_192;

export interface SqliteFileOptions extends Required<Pick<SqliteOptions, 'path' | 'settings' | 'schemaVersion' | 'prepare'>> {
  readonly key?: SqliteOptions['key'];
  readonly onUnreadable: Exclude<SqliteOptions['onUnreadable'], 'refuse'>;
}

/**
 * One SQLite file in WAL mode that survives its own damage: a cache may lose what it holds, but never stop its service.
 * Several processes may share it: writers take turns.
 */
export class SqliteFile {
  private connection: SqliteConnection | undefined;
  private readonly statements = new Map<string, SqliteStatement>();
  private closed = false;

  /** @throws AppError when the path can't be a database at all; what may pass, such as a full disk, shows at each use until it has passed. */
  constructor(private readonly options: SqliteFileOptions) {
    try {
      this.connected();
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
  }

  statement(sql: string): SqliteStatement {
    let prepared = this.statements.get(sql);
    if (!prepared) {
      prepared = this.connected().prepare(sql);
      this.statements.set(sql, prepared);
    }
    return prepared;
  }

  /** Runs one transaction. Damage found on the way rebuilds the file, and the error goes on to the caller, who counts a fault. */
  run<T>(work: () => T): T {
    try {
      return this.connected().transaction(work).immediate();
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
        if (!isBusy(error) || performance.now() >= until) throw error;
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

  /** Nothing of what was deleted is left in the file or its log. @throws AppError UNAVAILABLE while another process reads on and on */
  scrub(): Promise<void> {
    return emptyLog(() => emptiedLog(this.connected()));
  }

  flush(): void {
    this.connected().pragma('wal_checkpoint(PASSIVE)');
  }

  close(): void {
    this.closed = true;
    this.disconnect();
  }

  private connected(): SqliteConnection {
    if (this.closed) throw new Error('the database file is closed');
    this.connection ??= openSqlite({
      ...this.options,
      survives: 'a crash',
      busyTimeoutMs: BUSY_TIMEOUT_MS,
      pageSize: PAGE_SIZE,
      isOwner: true,
    });
    return this.connection;
  }

  private disconnect(): void {
    this.statements.clear();
    this.connection?.close();
    this.connection = undefined;
  }

  private afterDamage(error: unknown): unknown {
    if (isDamage(error) && !this.closed) {
      this.disconnect();
      this.options.onUnreadable(moveAside(this.options.path, 'damaged'), 'damaged');
    }
    return error;
  }
}
