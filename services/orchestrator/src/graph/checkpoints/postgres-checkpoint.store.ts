import type { ErasureTarget } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { PostgresSaver } from '@langchain/langgraph-checkpoint-postgres';
import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import {
  CheckpointStore,
  type CommittedAnswer,
  COMMITS_BETWEEN_SWEEPS,
  MOST_KEPT,
  type RequestKey,
  sessionPrefix,
  tenantPrefix,
} from '../checkpoint-store.port.js';

/** A question that waits longer for its state is better told so. */
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const CONNECTIONS = 8;

/** Where LangGraph's tables are too. A user's own schema comes first on the search path, and persistence's, which has a table of this name, may be that. */
const ANSWERS = 'public.answered_requests';
const MAKE_TABLE = `CREATE TABLE IF NOT EXISTS ${ANSWERS} (
  tenant TEXT NOT NULL, request_id TEXT NOT NULL, session_id TEXT, fingerprint TEXT NOT NULL, outcome TEXT NOT NULL,
  place BIGINT GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (tenant, request_id))`;
const MAKE_INDEX = `CREATE INDEX IF NOT EXISTS answered_requests_by_session ON ${ANSWERS} (tenant, session_id)`;
const MAKE_ORDER = `CREATE INDEX IF NOT EXISTS answered_requests_by_place ON ${ANSWERS} (place)`;
const INSERT = `INSERT INTO ${ANSWERS} (tenant, request_id, session_id, fingerprint, outcome) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING`;
const SELECT = `SELECT session_id AS "sessionId", fingerprint, outcome FROM ${ANSWERS} WHERE tenant = $1 AND request_id = $2`;
const SWEEP = `DELETE FROM ${ANSWERS} WHERE place <= (SELECT max(place) FROM ${ANSWERS}) - $1::bigint`;
/** Checkpoint ids are ordered by time. */
const STALE_THREADS = `SELECT thread_id FROM public.checkpoints GROUP BY thread_id ORDER BY max(checkpoint_id) DESC OFFSET $1`;
/** One process at a time makes the tables: two that make the same one at once fail. */
const SETUP_LOCK = 7_040_012;

interface Row {
  readonly sessionId: string | null;
  readonly fingerprint: string;
  readonly outcome: string;
}

/** LangGraph's own PostgreSQL saver and the answers, in one database, which replicas share. */
export class PostgresCheckpointStore extends CheckpointStore implements OnApplicationShutdown {
  readonly saver: PostgresSaver;
  private readonly pool: pg.Pool;
  private setup: Promise<void> | undefined;
  private commits = 0;

  constructor(
    url: string,
    private readonly mostKept = MOST_KEPT,
  ) {
    super();
    this.pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: STATEMENT_TIMEOUT_MS,
    });
    // A server that goes away ends idle connections; the pool opens new ones when it is asked.
    this.pool.on('error', () => undefined);
    this.saver = new PostgresSaver(this.pool);
  }

  ready(): Promise<void> {
    this.setup ??= this.makeTables().catch((thrown: unknown) => {
      this.setup = undefined;
      throw unreachable(thrown);
    });
    return this.setup;
  }

  async committed({ tenant, requestId }: RequestKey): Promise<CommittedAnswer | undefined> {
    const [row] = await this.query<Row>(SELECT, [tenant, requestId]);
    if (row === undefined) return undefined;
    return {
      tenant,
      requestId,
      sessionId: row.sessionId ?? undefined,
      fingerprint: row.fingerprint,
      outcome: JSON.parse(row.outcome) as unknown,
    };
  }

  async commit(answer: CommittedAnswer, threadId: string): Promise<CommittedAnswer> {
    const { tenant, requestId, sessionId, fingerprint, outcome } = answer;
    await this.query(INSERT, [tenant, requestId, sessionId ?? null, fingerprint, JSON.stringify(outcome)]);
    await this.deleteThreads([threadId]);
    this.commits += 1;
    if (this.commits % COMMITS_BETWEEN_SWEEPS === 0) await this.sweep();
    return (await this.committed(answer)) ?? answer;
  }

  async forgetSession(tenant: string, sessionId: string): Promise<void> {
    await this.query(`DELETE FROM ${ANSWERS} WHERE tenant = $1 AND session_id = $2`, [tenant, sessionId]);
    await this.deleteBegun(sessionPrefix(tenant, sessionId));
  }

  async erase(tenant: string, target: ErasureTarget): Promise<void> {
    if (target.kind === 'session') return this.forgetSession(tenant, target.id);
    await this.query(`DELETE FROM ${ANSWERS} WHERE tenant = $1`, [tenant]);
    await this.deleteBegun(tenantPrefix(tenant));
  }

  /** The oldest beyond the bound go. */
  async sweep(): Promise<void> {
    await this.query(SWEEP, [this.mostKept]);
    const stale = await this.query<{ thread_id: string }>(STALE_THREADS, [this.mostKept]);
    await this.deleteThreads(stale.map(({ thread_id }) => thread_id));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async deleteBegun(prefix: string): Promise<void> {
    const sql = 'SELECT DISTINCT thread_id FROM public.checkpoints WHERE starts_with(thread_id, $1)';
    await this.deleteThreads((await this.query<{ thread_id: string }>(sql, [prefix])).map(({ thread_id }) => thread_id));
  }

  private async deleteThreads(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    for (const table of ['public.checkpoints', 'public.checkpoint_blobs', 'public.checkpoint_writes'])
      await this.query(`DELETE FROM ${table} WHERE thread_id = ANY($1)`, [ids]);
  }

  private async makeTables(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock($1)', [SETUP_LOCK]);
      await this.saver.setup();
      for (const statement of [MAKE_TABLE, MAKE_INDEX, MAKE_ORDER]) await client.query(statement);
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [SETUP_LOCK]).catch(() => undefined);
      client.release();
    }
  }

  private async query<R extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<R[]> {
    await this.ready();
    try {
      return (await this.pool.query<R>(sql, values)).rows;
    } catch (thrown) {
      throw unreachable(thrown);
    }
  }
}

function unreachable(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return new AppError('UNAVAILABLE', 'The database of CHECKPOINT_URL cannot be used: see whether it runs and lets this user make tables', {
    cause,
  });
}
