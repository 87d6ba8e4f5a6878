import type { ErasureTarget } from '@docmind/contracts';
import { emptiedLog, emptyLog, type MoveReason, openSqlite, type SqliteConnection } from '@docmind/sqlite';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  CheckpointStore,
  type CommittedAnswer,
  COMMITS_BETWEEN_SWEEPS,
  MOST_KEPT,
  type RequestKey,
  sessionPrefix,
  tenantPrefix,
} from '../checkpoint-store.port.js';

const BUSY_TIMEOUT_MS = 5_000;

const MAKE_TABLE = `CREATE TABLE IF NOT EXISTS answered_requests (
  tenant TEXT NOT NULL, request_id TEXT NOT NULL, session_id TEXT, fingerprint TEXT NOT NULL, outcome TEXT NOT NULL,
  place INTEGER PRIMARY KEY AUTOINCREMENT, UNIQUE (tenant, request_id))`;
const MAKE_INDEX = `CREATE INDEX IF NOT EXISTS answered_requests_by_session ON answered_requests (tenant, session_id)`;
const INSERT = `INSERT INTO answered_requests (tenant, request_id, session_id, fingerprint, outcome) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;
const SELECT = `SELECT session_id AS sessionId, fingerprint, outcome FROM answered_requests WHERE tenant = ? AND request_id = ?`;
const SWEEP = `DELETE FROM answered_requests WHERE place <= (SELECT max(place) FROM answered_requests) - ?`;
/** Checkpoint ids are ordered by time. */
const STALE_THREADS = `SELECT thread_id FROM checkpoints GROUP BY thread_id ORDER BY max(checkpoint_id) DESC LIMIT -1 OFFSET ?`;

interface Row {
  readonly sessionId: string | null;
  readonly fingerprint: string;
  readonly outcome: string;
}

/**
 * LangGraph's own SQLite saver and the answers, in one file. A file that can't be read is moved aside: what it held can be asked again, and
 * is never a reason not to start.
 */
export class SqliteCheckpointStore extends CheckpointStore implements OnApplicationShutdown {
  readonly saver: SqliteSaver;
  private readonly database: SqliteConnection;
  private commits = 0;

  constructor(
    path: string,
    onMovedAside: (movedTo: string, reason: MoveReason) => void,
    private readonly mostKept = MOST_KEPT,
    key?: string,
  ) {
    super();
    this.database = openSqlite({
      path,
      settings: { path: 'CHECKPOINT_DB_PATH', key: 'DOCMIND_DB_KEY_FILE' },
      key,
      survives: 'a crash',
      busyTimeoutMs: BUSY_TIMEOUT_MS,
      isOwner: true,
      onUnreadable: onMovedAside,
    });
    this.saver = new ReadySaver(this.database);
    this.database.exec(`${MAKE_TABLE}; ${MAKE_INDEX}`);
  }

  async ready(): Promise<void> {}

  async committed({ tenant, requestId }: RequestKey): Promise<CommittedAnswer | undefined> {
    const row = this.database.prepare<[string, string], Row>(SELECT).get(tenant, requestId);
    if (row === undefined) return undefined;
    const { sessionId, fingerprint, outcome } = row;
    return { tenant, requestId, sessionId: sessionId ?? undefined, fingerprint, outcome: JSON.parse(outcome) as unknown };
  }

  async commit(answer: CommittedAnswer, threadId: string): Promise<CommittedAnswer> {
    const { tenant, requestId, sessionId, fingerprint, outcome } = answer;
    this.database.prepare(INSERT).run(tenant, requestId, sessionId ?? null, fingerprint, JSON.stringify(outcome));
    await this.saver.deleteThread(threadId);
    this.commits += 1;
    if (this.commits % COMMITS_BETWEEN_SWEEPS === 0) await this.sweep();
    return (await this.committed(answer)) ?? answer;
  }

  async forgetSession(tenant: string, sessionId: string): Promise<void> {
    this.database.prepare('DELETE FROM answered_requests WHERE tenant = ? AND session_id = ?').run(tenant, sessionId);
    await this.deleteBegun(sessionPrefix(tenant, sessionId));
  }

  async erase(tenant: string, target: ErasureTarget): Promise<void> {
    if (target.kind === 'session') await this.forgetSession(tenant, target.id);
    else {
      this.database.prepare('DELETE FROM answered_requests WHERE tenant = ?').run(tenant);
      await this.deleteBegun(tenantPrefix(tenant));
    }
    await emptyLog(() => emptiedLog(this.database));
  }

  /** The oldest beyond the bound go. */
  async sweep(): Promise<void> {
    this.database.prepare(SWEEP).run(this.mostKept);
    const stale = this.database.prepare<[number], string>(STALE_THREADS).pluck().all(this.mostKept);
    for (const thread of stale) await this.saver.deleteThread(thread as string);
  }

  private async deleteBegun(prefix: string): Promise<void> {
    const threads = this.database
      .prepare<[number, string], string>('SELECT DISTINCT thread_id FROM checkpoints WHERE substr(thread_id, 1, ?) = ?')
      .pluck()
      .all(prefix.length, prefix);
    for (const thread of threads) await this.saver.deleteThread(thread as string);
  }

  onApplicationShutdown(): void {
    if (this.database.open) this.database.close();
  }
}

/** LangGraph's makes its tables on first use; the sweep may come before that. */
class ReadySaver extends SqliteSaver {
  constructor(database: SqliteConnection) {
    super(database);
    this.setup();
  }
}
