import type { Page, Session, StoredMessage } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { MAX_PAGE_BYTES, takeRows } from '../../sessions/rows.policy.js';
import { assertSessionData } from '../../sessions/session-data.policy.js';
import { type MessagePage, type Rows, type SessionPage, SessionStore, type Turn } from '../../sessions/session-store.port.js';
import { type MessageRow, toMessage } from '../rows/message-row.js';
import { deleteInSteps } from './content/delete-in-steps.js';
import { mergePatch } from './content/merge-patch.policy.js';
import { titleOf } from './content/session-title.policy.js';
import { foldedOf } from './content/words.policy.js';
import { PostgresDatabase } from './database/postgres-database.js';
import { lock, rowOf, type Sql } from './database/sql.js';

const COLUMNS = `id, user_id AS "userId", created_at AS "createdAt", updated_at AS "updatedAt", data`;
const INSERT = `INSERT INTO sessions (tenant, id, user_id, created_at, updated_at, data, folded_title) VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const CREATE = `${INSERT} ON CONFLICT DO NOTHING`;
/** There is one when it is done, and it is ours until the transaction ends: one that is deleted meanwhile is made anew. */
const HOLD = `${INSERT} ON CONFLICT (tenant, id) DO UPDATE SET updated_at = sessions.updated_at`;
const HOLDS = (folded: string, text: string, words: string) => `position(${words} IN coalesce(${folded}, lower(${text} COLLATE "C"))) > 0`;
/** The words are looked for as they are, without patterns. */
const CONTAINING = `(position($4 IN coalesce(folded_title, '')) > 0 OR EXISTS (
  SELECT 1 FROM chat_history AS m WHERE m.tenant = s.tenant AND m.session_id = s.id AND ${HOLDS('m.folded', 'm.content', '$4')}))`;
const FOUND = (
  also: string,
) => `SELECT s.tenant, s.id, s.updated_at, octet_length(s.data) AS bytes FROM sessions AS s WHERE s.tenant = $1 ${also}
  ORDER BY s.updated_at DESC, s.id LIMIT $2::int + 1 OFFSET $3`;
const OF_PAGE = `s.id, s.user_id AS "userId", s.created_at AS "createdAt", s.updated_at AS "updatedAt", s.data, page.bytes, (SELECT count(*) FROM page) AS found`;
/** One more than the page wants, to know whether there is another; none beyond the first that is too much. */
const PAGE = (also: string) => `WITH page AS (
    SELECT *, sum(bytes) OVER (ORDER BY updated_at DESC, id) - bytes AS before FROM (${FOUND(also)}) AS found)
  SELECT ${OF_PAGE} FROM page JOIN sessions AS s USING (tenant, id)
  WHERE page.before <= ${MAX_PAGE_BYTES} ORDER BY s.updated_at DESC, s.id`;
const LIST = PAGE('');
const LIST_CONTAINING = PAGE(`AND ${CONTAINING}`);

const MESSAGES = (order: 'ASC' | 'DESC') => `WITH page AS (
    SELECT *, sum(bytes) OVER (ORDER BY id ${order}) - bytes AS before FROM (
      SELECT id, octet_length(content) + coalesce(octet_length(metadata), 0) AS bytes FROM chat_history
      WHERE tenant = $1 AND session_id = $2 ORDER BY id ${order} LIMIT $3::int + 1 OFFSET $4) AS found)
  SELECT m.id, m.role, m.content, m.timestamp, m.metadata, page.bytes, (SELECT count(*) FROM page) AS found FROM page JOIN chat_history AS m USING (id)
  WHERE page.before <= ${MAX_PAGE_BYTES} ORDER BY id ${order}`;
const OLDEST_FIRST = MESSAGES('ASC');
const NEWEST_FIRST = MESSAGES('DESC');

const INSERT_MESSAGES = `INSERT INTO chat_history (tenant, session_id, role, content, folded, timestamp, metadata)
  SELECT $1, $2, m.role, m.content, m.folded, $3, m.metadata
  FROM unnest($4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY AS m (role, content, folded, metadata, place) ORDER BY m.place RETURNING id`;
const UNUSED = `DELETE FROM sessions WHERE (tenant, id) IN (SELECT tenant, id FROM sessions WHERE updated_at < $2 ORDER BY updated_at LIMIT $1)`;
/** Some of the least used, as many as it takes until no more than $2 messages are left. */
const BEYOND = `DELETE FROM sessions WHERE (tenant, id) IN (SELECT tenant, id FROM (
    SELECT tenant, id, sum(messages) OVER (ORDER BY updated_at, tenant, id) - messages AS before FROM (
      SELECT tenant, id, updated_at, (SELECT count(*) FROM chat_history AS m WHERE m.tenant = s.tenant AND m.session_id = s.id) AS messages
      FROM sessions AS s ORDER BY updated_at, tenant, id LIMIT $1) AS oldest) AS going
  WHERE before < (SELECT count(*) FROM chat_history) - $2)`;

/** Sessions that one statement deletes, with their messages. */
const SESSIONS_AT_ONCE = 20;

interface Sized {
  readonly bytes: number;
  /** How many there are for the page, before its bytes are looked at. */
  readonly found: number;
}
interface SessionRow extends Omit<Session, 'data'>, Sized {
  readonly data: string;
}
type SizedMessage = MessageRow & Sized;

@Injectable()
export class PostgresSessionStore extends SessionStore {
  constructor(private readonly database: PostgresDatabase) {
    super();
  }

  async create(tenant: string, session: Session): Promise<Session | undefined> {
    return (await this.database.run(CREATE, valuesOf(tenant, session))) > 0 ? session : undefined;
  }

  async find(tenant: string, id: string): Promise<Session | undefined> {
    const row = await rowOf<SessionRow>(this.database, `SELECT ${COLUMNS} FROM sessions WHERE tenant = $1 AND id = $2`, [tenant, id]);
    return row && toSession(row);
  }

  async list(tenant: string, { containing, ...page }: SessionPage): Promise<Rows<Session>> {
    const words = containing?.toLowerCase();
    const values = [tenant, page.limit, page.offset];
    const found = await this.database.rows<SessionRow>(
      words === undefined ? LIST : LIST_CONTAINING,
      words === undefined ? values : [...values, words],
    );
    const { rows, next } = pageOf(found, page);
    return { rows: rows.map(toSession), next };
  }

  async change(tenant: string, id: string, data: Session['data']): Promise<Session | undefined> {
    return this.database.inLine([lineOf(tenant, id)], async (sql) => {
      const row = await rowOf<SessionRow>(sql, `SELECT ${COLUMNS} FROM sessions WHERE tenant = $1 AND id = $2 FOR UPDATE`, [tenant, id]);
      if (!row) return undefined;
      const merged = assertSessionData(mergePatch(JSON.parse(row.data), data));
      const text = JSON.stringify(merged);
      await sql.run(`UPDATE sessions SET data = $3, folded_title = $4 WHERE tenant = $1 AND id = $2`, [tenant, id, text, titleOf(merged)]);
      return toSession({ ...row, data: text });
    });
  }

  async delete(tenant: string, id: string): Promise<boolean> {
    // The messages go with it (ON DELETE CASCADE).
    return (await this.database.run(`DELETE FROM sessions WHERE tenant = $1 AND id = $2`, [tenant, id])) > 0;
  }

  async append(tenant: string, session: Session, { messages, requestId }: Turn): Promise<number[]> {
    return this.database.inLine([lineOf(tenant, session.id)], async (sql) => {
      // Turns of a session wait here for each other, also those of other replicas.
      await sql.run(HOLD, valuesOf(tenant, session));
      const before = requestId === undefined ? undefined : await answered(sql, tenant, session.id, requestId);
      if (before !== undefined) return before;
      await sql.run(`UPDATE sessions SET updated_at = $3 WHERE tenant = $1 AND id = $2`, [tenant, session.id, session.updatedAt]);
      const rows = await sql.rows<{ id: number }>(INSERT_MESSAGES, [
        ...[tenant, session.id, session.updatedAt, messages.map(({ role }) => role), messages.map(({ content }) => content)],
        messages.map(({ content }) => foldedOf(content) ?? null),
        messages.map(({ metadata }) => (metadata ? JSON.stringify(metadata) : null)),
      ]);
      const ids = rows.map(({ id }) => id).sort((one, other) => one - other);
      if (requestId !== undefined) {
        const note = `INSERT INTO answered_requests (tenant, session_id, request_id, message_ids) VALUES ($1, $2, $3, $4)`;
        await sql.run(note, [tenant, session.id, requestId, ids]);
      }
      return ids;
    });
  }

  async messages(tenant: string, sessionId: string, page: MessagePage): Promise<Rows<StoredMessage>> {
    const isNewest = page.from === 'newest';
    const found = await this.database.rows<SizedMessage>(isNewest ? NEWEST_FIRST : OLDEST_FIRST, [
      tenant,
      sessionId,
      page.limit,
      page.offset,
    ]);
    const { rows, next } = pageOf(found, page);
    if (isNewest) rows.reverse();
    return { rows: rows.map((row) => toMessage(row, sessionId)), next };
  }

  removeUnusedSince(before: string): Promise<number> {
    return deleteInSteps(this.database, UNUSED, [before], SESSIONS_AT_ONCE);
  }

  /** Replicas that look at once count one after another: what one has removed is too much no longer. */
  removeBeyond(maxMessages: number): Promise<number> {
    const run: Sql['run'] = (statement, values) =>
      this.database.transaction(async (sql) => {
        await lock(sql, 'least used sessions');
        return sql.run(statement, values);
      });
    return deleteInSteps({ run }, BEYOND, [maxMessages], SESSIONS_AT_ONCE);
  }
}

function lineOf(tenant: string, id: string): readonly string[] {
  return ['session', tenant, id];
}

function valuesOf(tenant: string, { id, userId, createdAt, updatedAt, data }: Session): unknown[] {
  return [tenant, id, userId, createdAt, updatedAt, JSON.stringify(data), titleOf(data)];
}

async function answered(sql: Sql, tenant: string, sessionId: string, requestId: string): Promise<number[] | undefined> {
  const kept = `SELECT message_ids AS ids FROM answered_requests WHERE tenant = $1 AND session_id = $2 AND request_id = $3`;
  return (await rowOf<{ ids: (number | string)[] }>(sql, kept, [tenant, sessionId, requestId]))?.ids.map(Number);
}

/** Rows that are too much were not even read: that they are there is known by their number. */
function pageOf<Row extends Sized>(read: readonly Row[], page: Page): Rows<Row> {
  const { rows, next } = takeRows(read, page, ({ bytes }) => bytes);
  return { rows, next: next ?? ((read[0]?.found ?? 0) > rows.length ? page.offset + rows.length : undefined) };
}

function toSession({ id, userId, createdAt, updatedAt, data }: SessionRow): Session {
  return { id, userId, createdAt, updatedAt, data: JSON.parse(data) as Session['data'] };
}
