import {
  type Deleted,
  type MessageList,
  type NewSession,
  type Page,
  type SessionChange,
  type SessionQuery,
  type Session,
  type SessionList,
  persistenceChatList,
  persistenceSessionChange,
  persistenceSessionCreate,
  persistenceSessionDelete,
  persistenceSessionGet,
  persistenceSessionList,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { CheckpointStore } from '../graph/checkpoint-store.port.js';
import { TraceService } from '../traces/trace.service.js';

@Injectable()
export class SessionsService {
  constructor(
    private readonly client: MessageClient,
    private readonly checkpoints: CheckpointStore,
    private readonly traces: TraceService,
  ) {}

  create(given: NewSession, context: RequestContext): Promise<Session> {
    const { id, userId, data } = given;
    return this.client.call(persistenceSessionCreate, { id, userId: userId ?? context.tenant, data: data ?? {} }, context);
  }

  get(id: string, context: RequestContext): Promise<Session> {
    return this.client.call(persistenceSessionGet, { id }, context);
  }

  list(query: SessionQuery, context: RequestContext): Promise<SessionList> {
    return this.client.call(persistenceSessionList, query, context);
  }

  change(id: string, { data }: SessionChange, context: RequestContext): Promise<Session> {
    return this.client.call(persistenceSessionChange, { id, data }, context);
  }

  messages(sessionId: string, page: Page, context: RequestContext): Promise<MessageList> {
    return this.client.call(persistenceChatList, { sessionId, ...page }, context);
  }

  /** What its requests were answered with and the traces of its questions go with it. */
  async delete(id: string, context: RequestContext): Promise<Deleted> {
    const { deleted } = await this.client.call(persistenceSessionDelete, { id }, context);
    if (!deleted) throw new AppError('NOT_FOUND', `There is no session ${id}`);
    await this.checkpoints.forgetSession(context.tenant, id);
    this.traces.forgetSession(id, context);
    return { deleted };
  }
}
