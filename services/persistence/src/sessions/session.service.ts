import { randomUUID } from 'node:crypto';
import type { MessageList, Session, SessionList } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { type MessagePage, type SessionPage, SessionStore, type Turn } from './session-store.port.js';

export interface NewSession {
  readonly id?: string | undefined;
  readonly userId: string;
  readonly data: Record<string, unknown>;
}

export interface SessionTurn extends Turn {
  readonly sessionId: string;
  readonly userId: string;
}

@Injectable()
export class SessionService {
  constructor(private readonly store: SessionStore) {}

  async create(tenant: string, given: NewSession): Promise<Session> {
    const id = given.id ?? randomUUID();
    const created = await this.store.create(tenant, freshSession(id, given.userId, given.data));
    if (!created) throw new AppError('FAILED_PRECONDITION', `The session id '${id}' is taken: choose another, or leave it out to get one`);
    return created;
  }

  async get(tenant: string, id: string): Promise<Session> {
    const session = await this.store.find(tenant, id);
    if (!session) throw notThere(id);
    return session;
  }

  async change(tenant: string, id: string, data: Session['data']): Promise<Session> {
    const changed = await this.store.change(tenant, id, data);
    if (!changed) throw notThere(id);
    return changed;
  }

  async list(tenant: string, page: SessionPage): Promise<SessionList> {
    const { rows, next } = await this.store.list(tenant, page);
    return { sessions: rows, next };
  }

  async delete(tenant: string, id: string): Promise<{ deleted: boolean }> {
    return { deleted: await this.store.delete(tenant, id) };
  }

  async append(tenant: string, turn: SessionTurn): Promise<{ ids: number[] }> {
    return { ids: await this.store.append(tenant, freshSession(turn.sessionId, turn.userId, {}), turn) };
  }

  async messages(tenant: string, sessionId: string, page: MessagePage): Promise<MessageList> {
    await this.get(tenant, sessionId);
    const { rows, next } = await this.store.messages(tenant, sessionId, page);
    return { messages: rows, next };
  }
}

function notThere(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no session '${id}'`);
}

function freshSession(id: string, userId: string, data: Record<string, unknown>): Session {
  const now = new Date().toISOString();
  return { id, userId, createdAt: now, updatedAt: now, data };
}
