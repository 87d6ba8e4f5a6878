import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import type { OnApplicationShutdown } from '@nestjs/common';
import Database from 'better-sqlite3';
import { CheckpointStore } from '../checkpoint-store.port.js';

const MAX_THREADS = 10_000;
const PRUNES_BETWEEN_SWEEPS = 200;

/** LangGraph's own SQLite saver in WAL mode, kept to one state a thread and a bounded number of threads. */
export class SqliteCheckpointStore extends CheckpointStore implements OnApplicationShutdown {
  readonly saver: SqliteSaver;
  private readonly database: Database.Database;
  private prunes = 0;

  constructor(
    path: string,
    private readonly maxThreads = MAX_THREADS,
  ) {
    super();
    this.database = openOrReplace(path);
    this.saver = new SqliteSaver(this.database);
    // The saver makes its tables on first use; pruning may come before that.
    (this.saver as unknown as { setup(): void }).setup();
  }

  prune(threadId: string): void {
    this.database.transaction(() => {
      for (const table of ['checkpoints', 'writes']) {
        this.database
          .prepare(
            `DELETE FROM ${table} WHERE thread_id = ? AND checkpoint_id <> (SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?)`,
          )
          .run(threadId, threadId);
      }
    })();
    this.prunes += 1;
    if (this.prunes % PRUNES_BETWEEN_SWEEPS === 0) this.sweep();
  }

  delete(threadId: string): void {
    this.database.transaction(() => {
      this.database.prepare('DELETE FROM checkpoints WHERE thread_id = ?').run(threadId);
      this.database.prepare('DELETE FROM writes WHERE thread_id = ?').run(threadId);
    })();
  }

  /** The longest unused threads go; checkpoint ids are ordered by time. */
  sweep(): void {
    const stale = this.database
      .prepare<[number], { thread_id: string }>(
        'SELECT thread_id FROM checkpoints GROUP BY thread_id ORDER BY max(checkpoint_id) DESC LIMIT -1 OFFSET ?',
      )
      .all(this.maxThreads);
    for (const { thread_id } of stale) this.delete(thread_id);
  }

  /** Nest calls it after the last request was answered. */
  onApplicationShutdown(): void {
    if (this.database.open) this.database.close();
  }
}

/** A file that isn't a database any more is moved aside: checkpoints are a convenience, never a reason not to start. */
function openOrReplace(path: string): Database.Database {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  try {
    return open(path);
  } catch (thrown) {
    const code = (thrown as { code?: string }).code ?? '';
    if (!/^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) throw thrown;
    const aside = `${path}.corrupt-${Date.now()}`;
    renameSync(path, aside);
    for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
    return open(path);
  }
}

function open(path: string): Database.Database {
  const database = new Database(path);
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('busy_timeout = 5000');
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}
