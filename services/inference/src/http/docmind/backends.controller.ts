import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type BackendList, type BackendSwitchReply, type BackendSwitchRequest, backendSwitchRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BackendManager } from '../../backends/backend-manager.js';
import { BackendSwitchService } from '../../backends/backend-switch.service.js';
import { followBackends } from './backend-event-stream.js';

@Controller('backends')
export class BackendsController {
  constructor(
    private readonly backends: BackendManager,
    private readonly switches: BackendSwitchService,
  ) {}

  @Get()
  list(): BackendList {
    return { backends: this.backends.list() };
  }

  /** Server-sent events: each change of a backend, until the client leaves. */
  @Get('events')
  follow(@HttpContext() { signal }: RequestContext, @Res() reply: FastifyReply): void {
    followBackends(this.backends, signal, reply);
  }

  /** For operators. Answers when the new backend serves, or with the reason why the old one goes on. */
  @Post('switch')
  @HttpCode(200)
  switch(@Body(new ZodPipe(backendSwitchRequestSchema)) { name, drainTimeoutMs }: BackendSwitchRequest): Promise<BackendSwitchReply> {
    return this.switches.switchTo(name, drainTimeoutMs);
  }
}
