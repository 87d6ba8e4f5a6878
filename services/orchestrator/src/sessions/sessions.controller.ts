import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import {
  type Deleted,
  type MessageList,
  type NewSession,
  newSessionSchema,
  type Page,
  pageSchema,
  type Session,
  type SessionChange,
  sessionChangeSchema,
  type SessionList,
  type SessionQuery,
  sessionQuerySchema,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { SessionsService } from './sessions.service.js';

@Controller('sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Post()
  create(@Body(new ZodPipe(newSessionSchema)) given: NewSession, @HttpContext() context: RequestContext): Promise<Session> {
    return this.sessions.create(given, context);
  }

  @Get()
  list(@Query(new ZodPipe(sessionQuerySchema)) query: SessionQuery, @HttpContext() context: RequestContext): Promise<SessionList> {
    return this.sessions.list(query, context);
  }

  @Get(':id')
  get(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<Session> {
    return this.sessions.get(id, context);
  }

  @Get(':id/messages')
  messages(
    @Param('id') id: string,
    @Query(new ZodPipe(pageSchema)) page: Page,
    @HttpContext() context: RequestContext,
  ): Promise<MessageList> {
    return this.sessions.messages(id, page, context);
  }

  @Patch(':id')
  change(
    @Param('id') id: string,
    @Body(new ZodPipe(sessionChangeSchema)) change: SessionChange,
    @HttpContext() context: RequestContext,
  ): Promise<Session> {
    return this.sessions.change(id, change, context);
  }

  @Delete(':id')
  delete(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<Deleted> {
    return this.sessions.delete(id, context);
  }
}
