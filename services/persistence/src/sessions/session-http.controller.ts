import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { identifierSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import {
  type NewMessagesBody,
  newMessagesBodySchema,
  type NewSessionBody,
  newSessionBodySchema,
  type PageQuery,
  pageQuerySchema,
} from './session-http.schema.js';
import { SessionService } from './session.service.js';

const sessionIdPipe = new ZodPipe(identifierSchema);
const pagePipe = new ZodPipe(pageQuerySchema);

@Controller('sessions')
export class SessionHttpController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  async list(@Query(pagePipe) page: PageQuery, @HttpContext() context: RequestContext) {
    return this.sessions.list(context.tenant, page);
  }

  @Post()
  async create(@Body(new ZodPipe(newSessionBodySchema)) body: NewSessionBody, @HttpContext() context: RequestContext) {
    return this.sessions.create(context.tenant, body);
  }

  @Get(':id')
  async get(@Param('id', sessionIdPipe) id: string, @HttpContext() context: RequestContext) {
    return this.sessions.get(context.tenant, id);
  }

  @Delete(':id')
  async delete(@Param('id', sessionIdPipe) id: string, @HttpContext() context: RequestContext) {
    return this.sessions.delete(context.tenant, id);
  }

  @Get(':id/messages')
  async messages(@Param('id', sessionIdPipe) id: string, @Query(pagePipe) page: PageQuery, @HttpContext() context: RequestContext) {
    return this.sessions.messages(context.tenant, id, page);
  }

  @Post(':id/messages')
  async append(
    @Param('id', sessionIdPipe) sessionId: string,
    @Body(new ZodPipe(newMessagesBodySchema)) body: NewMessagesBody,
    @HttpContext() context: RequestContext,
  ) {
    return this.sessions.append(context.tenant, { ...body, sessionId });
  }
}
