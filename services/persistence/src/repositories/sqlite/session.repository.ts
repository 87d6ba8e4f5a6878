import { setImmediate as turn } from 'node:timers/promises';
import type { Session, StoredMessage } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { takeRows } from '../../sessions/rows.policy.js';
import { assertSessionData } from '../../sessions/session-data.policy.js';
import { type MessagePage, type Rows, type SessionPage, SessionStore, type Turn } from '../../sessions/session-store.port.js';
import { type MessageRow, toMessage } from '../rows/message-row.js';
import { SessionEntity } from './entities/session.entity.js';
import { deleteInSteps } from './content/delete-in-steps.js';
import { SqliteDatabase } from './sqlite-database.js';

const INSERT_SESSION = `INSERT INTO sessions (id, tenant, user_id, created_at, updated_at, data) VALUES (?, ?, ?, ?, ?, ?)`;
const INSERT_MESSAGE = `INSERT INTO chat_history (session_id, role, content, timestamp, metadata) VALUES (?, ?, ?, ?, ?)`;
const INSERT_ANSWERED = `INSERT INTO answered_requests (session_id, request_id, message_ids) VALUES (?, ?, ?)`;
const SELECT_ANSWERED = `SELECT message_ids FROM answered_requests WHERE session_id = ? AND request_id = ?`;

/** One more than the page wants, to know whether there is another. */
const ONE_PAGE = `ORDER BY updated_at DESC, id LIMIT @limit + 1 OFFSET @offset`;
const SESSIONS_OF = `SELECT id, user_id AS userId, created_at AS createdAt, updated_at AS updatedAt, data FROM sessions s WHERE tenant = @tenant`;
const LIST = `${SESSIONS_OF} ${ONE_PAGE}`;
/** The words are looked for as they are, without patterns. */
const LIST_CONTAINING = `${SESSIONS_OF} AND (holds_words(data ->> '$.title', @words)
    OR EXISTS (SELECT 1 FROM chat_history WHERE session_id = s.id AND holds_words(content, @words))) ${ONE_PAGE}`;
const CHANGE = `UPDATE sessions SET data = json_patch(data, ?) WHERE id = ? AND tenant = ?
  RETURNING id, user_id AS userId, created_at AS createdAt, updated_at AS updatedAt, data`;
const MESSAGES_OF = `SELECT id, role, content, timestamp, metadata FROM chat_history WHERE session_id = @key`;
const MESSAGES = `${MESSAGES_OF} ORDER BY id LIMIT @limit + 1 OFFSET @offset`;
const NEWEST_MESSAGES = `${MESSAGES_OF} ORDER BY id DESC LIMIT @limit + 1 OFFSET @offset`;

const DELETE_MESSAGES = `DELETE FROM chat_history WHERE id IN (SELECT id FROM chat_history WHERE session_id = @key LIMIT @step)`;

type SessionRow = Omit<Session, 'data'> & { readonly data: string };

@Injectable()
export class SessionRepository extends SessionStore {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  async create(tenant: string, session: Session): Promise<Session | undefined> {
    return this.database.transaction(() => {
      if (this.isThere(keyOf(tenant, session.id))) return undefined;
      this.insert(tenant, session);
      return session;
    });
  }

  async find(tenant: string, id: string): Promise<Session | undefined> {
    const found = await this.sessions.findOneBy({ tenant, id: keyOf(tenant, id) });
    return found ? toSession(found) : undefined;
  }

  async list(tenant: string, { containing, ...page }: SessionPage): Promise<Rows<Session>> {
    const words = containing?.toLowerCase();
    const statement = this.database.connection.prepare(words === undefined ? LIST : LIST_CONTAINING);
    const source = statement.iterate({ ...page, tenant, ...(words === undefined ? {} : { words }) }) as Iterable<SessionRow>;
    const { rows, next } = takeRows(source, page, ({ data }) => data.length);
    return { rows: rows.map((row) => toSession({ ...row, tenant, data: JSON.parse(row.data) as Session['data'] })), next };
  }

  async change(tenant: string, id: string, data: Session['data']): Promise<Session | undefined> {
    return this.database.transaction(() => {
      const changed = this.database.connection.prepare(CHANGE).get(JSON.stringify(data), keyOf(tenant, id), tenant) as
        SessionRow | undefined;
      return changed && toSession({ ...changed, tenant, data: assertSessionData(JSON.parse(changed.data)) });
    });
  }

  async delete(tenant: string, id: string): Promise<boolean> {
    // One statement: the messages go with it (ON DELETE CASCADE).
    const result = await this.sessions.delete({ tenant, id: keyOf(tenant, id) });
    return (result.affected ?? 0) > 0;
  }

  async append(tenant: string, session: Session, { messages, requestId }: Pick<Turn, 'messages' | 'requestId'>): Promise<number[]> {
    return this.database.transaction(() => {
      const key = keyOf(tenant, session.id);
      const before = requestId === undefined ? undefined : this.answered(key, requestId);
      if (before !== undefined) return before;
      if (!this.isThere(key)) this.insert(tenant, session);
      else this.database.connection.prepare(`UPDATE sessions SET updated_at = ? WHERE id = ?`).run(session.updatedAt, key);
      const insert = this.database.connection.prepare(INSERT_MESSAGE);
      const ids = messages.map((message) => {
        const metadata = message.metadata ? JSON.stringify(message.metadata) : null;
        return Number(insert.run(key, message.role, message.content, session.updatedAt, metadata).lastInsertRowid);
      });
      if (requestId !== undefined) this.database.connection.prepare(INSERT_ANSWERED).run(key, requestId, JSON.stringify(ids));
      return ids;
    });
  }

  async messages(tenant: string, sessionId: string, page: MessagePage): Promise<Rows<StoredMessage>> {
    const { limit, offset, from } = page;
    const select = this.database.connection.prepare(from === 'newest' ? NEWEST_MESSAGES : MESSAGES);
    const source = select.iterate({ limit, offset, key: keyOf(tenant, sessionId) }) as Iterable<MessageRow>;
    const { rows, next } = takeRows(source, page, ({ content, metadata }) => content.length + (metadata?.length ?? 0));
    if (from === 'newest') rows.reverse();
    return { rows: rows.map((row) => toMessage(row, sessionId)), next };
  }

  removeUnusedSince(before: string): Promise<number> {
    return this.removeWhile('SELECT id FROM sessions WHERE updated_at < @before ORDER BY updated_at LIMIT 1', { before }, () => true);
  }

  removeBeyond(maxMessages: number): Promise<number> {
    let excess = (this.database.connection.prepare('SELECT count(*) FROM chat_history').pluck().get() as number) - maxMessages;
    return this.removeWhile('SELECT id FROM sessions ORDER BY updated_at LIMIT 1', {}, (removed) => (excess -= removed) > 0);
  }

  /** @param isMore hears how many messages went last */
  private async removeWhile(next: string, values: Record<string, string>, isMore: (removed: number) => boolean): Promise<number> {
    const { connection } = this.database;
    let messages = 0;
    for (let sessions = 0; ; sessions += 1) {
      const key = isMore(messages) ? (connection.prepare(next).pluck().get(values) as string | undefined) : undefined;
      if (key === undefined) return sessions;
      messages = await deleteInSteps(connection, DELETE_MESSAGES, { key });
      connection.prepare('DELETE FROM sessions WHERE id = ?').run(key);
      await turn();
    }
  }

  private get sessions() {
    return this.database.dataSource.getRepository(SessionEntity);
  }

  private isThere(key: string): boolean {
    return this.database.connection.prepare(`SELECT 1 FROM sessions WHERE id = ?`).get(key) !== undefined;
  }

  private answered(key: string, requestId: string): number[] | undefined {
    const kept = this.database.connection.prepare(SELECT_ANSWERED).pluck().get(key, requestId) as string | undefined;
    return kept === undefined ? undefined : (JSON.parse(kept) as number[]);
  }

  private insert(tenant: string, session: Session): void {
    const { id, userId, createdAt, updatedAt, data } = session;
    this.database.connection.prepare(INSERT_SESSION).run(keyOf(tenant, id), tenant, userId, createdAt, updatedAt, JSON.stringify(data));
  }
}

/** Ids are a tenant's own: two may choose the same. No name of a tenant holds a slash. */
function keyOf(tenant: string, id: string): string {
  return `${tenant}/${id}`;
}

function toSession({ id, tenant, userId, createdAt, updatedAt, data }: SessionEntity): Session {
  return { id: id.slice(keyOf(tenant, '').length), userId, createdAt, updatedAt, data };
}
