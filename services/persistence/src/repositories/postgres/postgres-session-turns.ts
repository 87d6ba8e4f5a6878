import { Injectable } from '@nestjs/common';
import { SessionTurns, TURN_LEASE_MS, MOST_IN_LINE, tooManyInLine } from '../../sessions/session-turns.port.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { lock, rowOf } from './database/sql.js';

const LEFT = `DELETE FROM session_turns WHERE tenant = $1 AND session_id = $2 AND ticket <> $3 AND expires_at <= clock_timestamp()`;
const STAY = `UPDATE session_turns SET expires_at = clock_timestamp() + $4 * interval '1 ms' WHERE tenant = $1 AND session_id = $2 AND ticket = $3`;
const JOIN = `INSERT INTO session_turns (tenant, session_id, ticket, expires_at)
  SELECT $1, $2, $3, clock_timestamp() + $4 * interval '1 ms'
  WHERE (SELECT count(*) FROM session_turns WHERE tenant = $1 AND session_id = $2) < ${MOST_IN_LINE}`;
const FIRST = `SELECT ticket FROM session_turns WHERE tenant = $1 AND session_id = $2 ORDER BY place LIMIT 1`;
const LEAVE = `DELETE FROM session_turns WHERE tenant = $1 AND session_id = $2 AND ticket = $3`;
/** Lines that everybody has left; some at a time, whenever somebody leaves. */
const SWEEP = `DELETE FROM session_turns WHERE ctid IN (
  SELECT ctid FROM session_turns WHERE expires_at <= clock_timestamp() - interval '1 minute' LIMIT 20 FOR UPDATE SKIP LOCKED)`;

/** The line of each session in the database, by its clock: for all replicas of this service, too. */
@Injectable()
export class PostgresSessionTurns extends SessionTurns {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async enter(tenant: string, sessionId: string, ticket: string): Promise<boolean> {
    const line = ['turns', tenant, sessionId];
    return this.database.inLine([line], async (sql) => {
      await lock(sql, ...line);
      await sql.run(LEFT, [tenant, sessionId, ticket]);
      const values = [tenant, sessionId, ticket, TURN_LEASE_MS];
      const isIn = (await sql.run(STAY, values)) > 0 || (await sql.run(JOIN, values)) > 0;
      if (!isIn) throw tooManyInLine(sessionId);
      return (await rowOf<{ ticket: string }>(sql, FIRST, [tenant, sessionId]))?.ticket === ticket;
    });
  }

  async leave(tenant: string, sessionId: string, ticket: string): Promise<void> {
    await this.database.run(LEAVE, [tenant, sessionId, ticket]);
    await this.database.run(SWEEP);
  }
}
