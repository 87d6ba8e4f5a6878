import pg from 'pg';
import { Connections } from './connections.js';
import { Lines } from './lines.js';
import { explainPostgres, isTurnedAway } from './postgres-fault.policy.js';
import { ServerWatch } from './server-watch.js';
import { keptText } from './kept-text.js';
import type { Sql } from './sql.js';

export interface StatementLimits {
  readonly statementMs: number;
  /** Beyond the server's own limit, for a server that says nothing any more. */
  readonly queryMs: number;
}

/** A question that waits longer for its state is better told so. */
const CONNECT_TIMEOUT_MS = 3_000;
const LIMITS: StatementLimits = { statementMs: 30_000, queryMs: 35_000 };
const IDLE_IN_TRANSACTION_MS = 60_000;
/** For what is done with tables as a whole. */
const LONG_MS = 3_600_000;
const CONNECTIONS = 12;
/** Transactions may wait for each other; as many connections are left for what waits for nobody. */
const TRANSACTIONS = 8;
const TRIES = 5;

const INT8 = 20;
const TIMESTAMPTZ = 1_184;

/** One PostgreSQL, which several of this service may share. All tables lie in the schema `docmind`. */
export class PostgresDatabase implements Sql {
  private readonly connections: Connections;
  private readonly watch: ServerWatch;
  private readonly lines = new Lines(LIMITS.statementMs);

  constructor(url: string, limits = LIMITS) {
    this.connections = new Connections({
      connectionString: url,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: limits.statementMs,
      query_timeout: limits.queryMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      keepAlive: true,
      application_name: 'docmind-persistence',
      options: '-c search_path=docmind,public',
      types: { getTypeParser: parserOf },
    });
    this.watch = new ServerWatch(
      (limitMs) => this.connections.answers(limitMs),
      () => this.connections.break(),
    );
  }

  async rows<Row extends object>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.asked<Row>(statement, values)).rows;
  }

  async run(statement: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.asked(statement, values)).rowCount ?? 0;
  }

  /**
   * All or nothing, on disk when it resolves, as far as the server's `synchronous_commit` says. Begun again where another transaction was let through first,
   * so `work` does nothing but statements.
   */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return this.inLine([], work);
  }

  /**
   * A transaction that waits for others of this process before it takes a connection: those of one tenant, waiting for each other's locks, would take all.
   * @param names of what its locks are for, in their order
   */
  inLine<Result>(names: readonly (readonly string[])[], work: (sql: Sql) => Promise<Result>): Promise<Result> {
    const begin = () => this.lines.through('transactions', () => this.tried(work), TRANSACTIONS);
    return names.reduceRight((next, name) => () => this.lines.through(JSON.stringify(name), next), begin)();
  }

  /** A transaction of an hour a statement, also where it waits for a lock. */
  longTransaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    return this.tried(work, LONG_MS);
  }

  /** Gives back the space of what was deleted in these tables; however long it takes. */
  vacuum(tables: readonly string[]): Promise<void> {
    return this.explained(async () => {
      const client = await this.connections.pool.connect();
      try {
        await client.query('SET statement_timeout = 0');
        for (const table of tables) await client.query({ text: `VACUUM ${table}`, query_timeout: LONG_MS } as pg.QueryConfig);
      } finally {
        // It has no time limit any more: the next one is to have one.
        client.release(true);
      }
    });
  }

  /** @throws AppError UNAVAILABLE that says why, for readiness */
  async assertReachable(): Promise<void> {
    await this.rows('SELECT 1');
  }

  /** Nest calls it after the last request was answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    this.watch.end();
    await this.connections.end();
  }

  private asked<Row extends object>(statement: string, values: readonly unknown[]): Promise<pg.QueryResult<Row>> {
    return this.explained(() => this.connections.pool.query<Row>(statement, values.map(keptValue)));
  }

  private async explained<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.watch.during(work);
    } catch (error) {
      throw explainPostgres(error);
    }
  }

  private async tried<Result>(work: (sql: Sql) => Promise<Result>, limitMs?: number): Promise<Result> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.watch.during(() => this.attempt(work, limitMs));
      } catch (error) {
        if (!isTurnedAway(error) || tried === TRIES) throw explainPostgres(error);
      }
    }
  }

  private async attempt<Result>(work: (sql: Sql) => Promise<Result>, limitMs?: number): Promise<Result> {
    const client = await this.connections.pool.connect();
    let broken: Error | undefined;
    try {
      const sql = statementsOf(client, limitMs);
      await sql.run('BEGIN');
      if (limitMs !== undefined) await sql.run(`SET LOCAL statement_timeout = ${limitMs}`);
      const result = await work(sql);
      await sql.run('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failed: unknown) => (broken = failed instanceof Error ? failed : new Error(String(failed))));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

function statementsOf(client: pg.PoolClient, limitMs: number | undefined): Sql {
  const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    client.query<Row>({ text, values: values.map(keptValue), ...(limitMs === undefined ? {} : { query_timeout: limitMs }) });
  return {
    rows: async <Row extends object>(statement: string, values?: readonly unknown[]) => (await query<Row>(statement, values)).rows,
    run: async (statement, values) => (await query(statement, values)).rowCount ?? 0,
  };
}

/** Numbers as numbers, moments as the contracts have them. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === INT8) return Number;
  if (oid === TIMESTAMPTZ) return (text) => new Date(text).toISOString();
  return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

function keptValue(value: unknown): unknown {
  if (typeof value === 'string') return keptText(value);
  return Array.isArray(value) ? value.map(keptValue) : value;
}
