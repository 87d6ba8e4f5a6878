import { type MoveReason, openSqlite, type SqliteConnection } from '@docmind/sqlite';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import type { OnApplicationShutdown } from '@nestjs/common';
import { CheckpointStore } from '../checkpoint-store.port.js';

const MAX_THREADS = 10_000;
const PRUNES_BETWEEN_SWEEPS = 200;
const BUSY_TIMEOUT_MS = 5_000;

/**
 * LangGraph's own SQLite saver, kept to one state a thread and a bounded number of threads. A file that can't be read is moved aside:
 * checkpoints are a convenience, never a reason not to start.
 */
export class SqliteCheckpointStore extends CheckpointStore implements OnApplicationShutdown {
  readonly saver: SqliteSaver;
  private readonly database: SqliteConnection;
  private prunes = 0;

  constructor(
    path: string,
    onMovedAside: (movedTo: string, reason: MoveReason) => void,
    private readonly maxThreads = MAX_THREADS,
  ) {
    super();
    this.database = openSqlite({
      path,
      settings: { path: 'CHECKPOINT_DB_PATH' },
      survives: 'a crash',
      busyTimeoutMs: BUSY_TIMEOUT_MS,
      onUnreadable: onMovedAside,
    });
    this.saver = new ReadySaver(this.database);
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

  onApplicationShutdown(): void {
    if (this.database.open) this.database.close();
  }
}

/** LangGraph's makes its tables on first use; pruning may come before that. */
class ReadySaver extends SqliteSaver {
  constructor(database: SqliteConnection) {
    super(database);
    this.setup();
  }
}
