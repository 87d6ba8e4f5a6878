import {
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

import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { SessionTurns } from './session-turns.port.js';
import { SessionService } from './session.service.js';

@Controller()
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    private readonly turns: SessionTurns,
  ) {}

  @Handles(persistenceSessionCreate)
  async create(request: z.infer<typeof persistenceSessionCreate.request>, context: RequestContext) {
    return this.sessions.create(context.tenant, request);
  }

  @Handles(persistenceSessionGet)
  async get(request: z.infer<typeof persistenceSessionGet.request>, context: RequestContext) {
    return this.sessions.get(context.tenant, request.id);
  }

  @Handles(persistenceSessionList)
  async list(request: z.infer<typeof persistenceSessionList.request>, context: RequestContext) {
    return this.sessions.list(context.tenant, request);
  }

  @Handles(persistenceSessionChange)
  async change({ id, data }: z.infer<typeof persistenceSessionChange.request>, context: RequestContext) {
    return this.sessions.change(context.tenant, id, data);
  }

  @Handles(persistenceSessionDelete)
  async delete(request: z.infer<typeof persistenceSessionDelete.request>, context: RequestContext) {
    return this.sessions.delete(context.tenant, request.id);
  }

  @Handles(persistenceSessionEnter)
  async enter({ sessionId, ticket }: z.infer<typeof persistenceSessionEnter.request>, context: RequestContext) {
    return { entered: await this.turns.enter(context.tenant, sessionId, ticket) };
  }

  @Handles(persistenceSessionLeave)
  async leave({ sessionId, ticket }: z.infer<typeof persistenceSessionLeave.request>, context: RequestContext) {
    await this.turns.leave(context.tenant, sessionId, ticket);
    return {};
  }

  @Handles(persistenceChatAppend)
  async append(request: z.infer<typeof persistenceChatAppend.request>, context: RequestContext) {
    return this.sessions.append(context.tenant, request);
  }

  @Handles(persistenceChatList)
  async messages(request: z.infer<typeof persistenceChatList.request>, context: RequestContext) {
    return this.sessions.messages(context.tenant, request.sessionId, request);
  }
}
