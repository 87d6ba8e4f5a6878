import type { Page, Session, StoredMessage } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import type { MessagePage, Turn } from '../../sessions/session-store.port.js';
import { SessionStore } from '../../sessions/session-store.port.js';
import { ChatMessageEntity } from './entities/chat-message.entity.js';
import { SessionEntity } from './entities/session.entity.js';
import { SqliteDatabase } from './sqlite-database.js';

const INSERT_SESSION = `INSERT INTO sessions (id, tenant, user_id, created_at, updated_at, data) VALUES (?, ?, ?, ?, ?, ?)`;
const INSERT_MESSAGE = `INSERT INTO chat_history (session_id, role, content, timestamp, metadata) VALUES (?, ?, ?, ?, ?)`;
const INSERT_ANSWERED = `INSERT INTO answered_requests (session_id, request_id, message_ids) VALUES (?, ?, ?)`;
const SELECT_ANSWERED = `SELECT message_ids FROM answered_requests WHERE session_id = ? AND request_id = ?`;

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

  async list(tenant: string, page: Page): Promise<Session[]> {
    const order = { updatedAt: 'DESC', id: 'ASC' } as const;
    const found = await this.sessions.find({ where: { tenant }, order, take: page.limit, skip: page.offset });
    return found.map(toSession);
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

  async messages(tenant: string, sessionId: string, { limit, offset, from }: MessagePage): Promise<StoredMessage[]> {
    const repository = this.database.dataSource.getRepository(ChatMessageEntity);
    const order = { id: from === 'newest' ? 'DESC' : 'ASC' } as const;
    const found = await repository.find({ where: { sessionId: keyOf(tenant, sessionId) }, order, take: limit, skip: offset });
    if (from === 'newest') found.reverse();
    return found.map(({ metadata, ...message }) => ({ ...message, sessionId, ...(metadata ? { metadata } : {}) }));
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
