import { type ErasureTarget, type QueryTrace, queryTraceSchema } from '@docmind/contracts';
import { emptiedLog, emptyLog, type MoveReason, openSqlite, type SqliteConnection } from '@docmind/sqlite';
import type { OnApplicationShutdown } from '@nestjs/common';
import { TraceStore } from '../../graph/trace-store.port.js';

const ADDS_BETWEEN_SWEEPS = 100;
const BUSY_TIMEOUT_MS = 1_000;

const TABLE = `CREATE TABLE IF NOT EXISTS traces (
    number INTEGER PRIMARY KEY, tenant TEXT NOT NULL, id TEXT NOT NULL, session_id TEXT, trace TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS traces_id ON traces (tenant, id);
  CREATE INDEX IF NOT EXISTS traces_session ON traces (tenant, session_id) WHERE session_id IS NOT NULL;`;

/** One insert a question. A file that can't be read is moved aside: a trace is for looking back, never a reason not to start. */
export class SqliteTraceStore extends TraceStore implements OnApplicationShutdown {
  private readonly database: SqliteConnection;
  private readonly insert;
  private adds = 0;

  constructor(
    path: string,
    onMovedAside: (movedTo: string, reason: MoveReason) => void,
    private readonly kept: number,
    key?: string,
  ) {
    super();
    this.database = openSqlite({
      path,
      settings: { path: 'DOCMIND_DATA_DIR', key: 'DOCMIND_DB_KEY_FILE' },
      key,
      survives: 'a crash',
      busyTimeoutMs: BUSY_TIMEOUT_MS,
      isOwner: true,
      onUnreadable: onMovedAside,
    });
    this.database.exec(TABLE);
    this.insert = this.database.prepare('INSERT OR REPLACE INTO traces (tenant, id, session_id, trace) VALUES (?, ?, ?, ?)');
  }

  add(tenant: string, trace: QueryTrace): void {
    if (this.kept === 0) return;
    this.insert.run(tenant, trace.id, trace.sessionId ?? null, JSON.stringify(trace));
    this.adds += 1;
    if (this.adds % ADDS_BETWEEN_SWEEPS === 1) this.sweep();
  }

  find(tenant: string, id: string): QueryTrace | undefined {
    const query = this.database.prepare<[string, string], { trace: string }>('SELECT trace FROM traces WHERE tenant = ? AND id = ?');
    const row = query.get(tenant, id);
    // Another version of the service may have written it in another form: then it isn't shown.
    return row && queryTraceSchema.safeParse(JSON.parse(row.trace)).data;
  }

  deleteSession(tenant: string, sessionId: string): void {
    this.database.prepare('DELETE FROM traces WHERE tenant = ? AND session_id = ?').run(tenant, sessionId);
  }

  async erase(tenant: string, target: ErasureTarget): Promise<void> {
    if (target.kind === 'session') this.deleteSession(tenant, target.id);
    else this.database.prepare('DELETE FROM traces WHERE tenant = ?').run(tenant);
    await emptyLog(() => emptiedLog(this.database));
  }

  /** The oldest go. */
  private sweep(): void {
    this.database.prepare('DELETE FROM traces WHERE number <= (SELECT max(number) FROM traces) - ?').run(this.kept);
  }

  onApplicationShutdown(): void {
    if (this.database.open) this.database.close();
  }
}
