import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import {
  type Session,
  type StoredMessage,
  persistenceChatAppend,
  persistenceChatList,
  persistenceSessionChange,
  persistenceSessionCreate,
  persistenceSessionDelete,
  persistenceSessionEnter,
  persistenceSessionGet,
  persistenceSessionLeave,
  persistenceSessionList,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { Handles } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FAKE_NOW, FakeServices, type RequestOf } from './fake-services.js';

@Controller()
export class FakeSessionsController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(persistenceSessionCreate)
  async create({ id = randomUUID(), userId, data }: RequestOf<typeof persistenceSessionCreate>): Promise<Session> {
    const session = { id, userId, data, createdAt: FAKE_NOW, updatedAt: FAKE_NOW };
    this.fakes.sessions.set(id, session);
    return session;
  }

  @Handles(persistenceSessionGet)
  async get({ id }: { id: string }): Promise<Session> {
    const session = this.fakes.sessions.get(id);
    if (!session) throw new AppError('NOT_FOUND', `There is no session ${id}`);
    return session;
  }

  @Handles(persistenceSessionList)
  async list({ limit, offset }: { limit: number; offset: number }): Promise<{ sessions: Session[] }> {
    return { sessions: [...this.fakes.sessions.values()].slice(offset, offset + limit) };
  }

  @Handles(persistenceSessionChange)
  async change({ id, data }: RequestOf<typeof persistenceSessionChange>): Promise<Session> {
    const session = await this.get({ id });
    const changed = { ...session, data: { ...session.data, ...data } };
    this.fakes.sessions.set(id, changed);
    return changed;
  }

  @Handles(persistenceSessionDelete)
  async delete({ id }: { id: string }): Promise<{ deleted: boolean }> {
    return { deleted: this.fakes.sessions.delete(id) };
  }

  @Handles(persistenceSessionEnter)
  async enter({ sessionId, ticket }: RequestOf<typeof persistenceSessionEnter>): Promise<{ entered: boolean }> {
    await this.fakes.check(persistenceSessionEnter);
    const line = this.fakes.turns.get(sessionId) ?? [];
    if (!line.includes(ticket)) line.push(ticket);
    this.fakes.turns.set(sessionId, line);
    return { entered: line[0] === ticket };
  }

  @Handles(persistenceSessionLeave)
  async leave({ sessionId, ticket }: RequestOf<typeof persistenceSessionLeave>): Promise<Record<string, never>> {
    this.fakes.turns.set(
      sessionId,
      (this.fakes.turns.get(sessionId) ?? []).filter((one) => one !== ticket),
    );
    return {};
  }

  @Handles(persistenceChatAppend)
  async append({ sessionId, userId, messages, requestId }: RequestOf<typeof persistenceChatAppend>): Promise<{ ids: number[] }> {
    await this.fakes.check(persistenceChatAppend);
    const answered = `${sessionId} ${requestId}`;
    if (requestId !== undefined && this.fakes.answered.has(answered)) return { ids: [] };
    this.fakes.answered.add(answered);
    if (!this.fakes.sessions.has(sessionId)) await this.create({ id: sessionId, userId, data: {} });
    const kept = this.fakes.messages.get(sessionId) ?? [];
    const added = messages.map((message, index) => ({ ...message, id: kept.length + index + 1, sessionId, timestamp: FAKE_NOW }));
    this.fakes.messages.set(sessionId, [...kept, ...added]);
    return { ids: added.map(({ id }) => id) };
  }

  @Handles(persistenceChatList)
  async messages({ sessionId, limit, from }: RequestOf<typeof persistenceChatList>): Promise<{ messages: StoredMessage[] }> {
    const messages = this.fakes.messages.get(sessionId);
    if (!messages) throw new AppError('NOT_FOUND', `There is no session ${sessionId}`);
    return { messages: from === 'newest' ? messages.slice(-limit) : messages };
  }
}
