import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { type PassedBody, passedBodySchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProxyDoor } from './proxy-door.js';

/** What OpenAI's clients ask beside chats goes to the upstream and back, so that the proxy can stand where it stood. */
@Speaks('openai')
@Controller('v1')
export class PassedController {
  constructor(private readonly door: ProxyDoor) {}

  @Post('completions')
  completions(
    @Body(new ZodPipe(passedBodySchema)) body: PassedBody,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.door.pass({ method: 'POST', path: '/completions', body: JSON.stringify(body) }, context, reply);
  }

  @Post('embeddings')
  embeddings(
    @Body(new ZodPipe(passedBodySchema)) body: PassedBody,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.door.pass({ method: 'POST', path: '/embeddings', body: JSON.stringify(body) }, context, reply);
  }

  @Get('models')
  models(@HttpContext() context: RequestContext, @Res() reply: FastifyReply): Promise<void> {
    return this.door.pass({ method: 'GET', path: '/models' }, context, reply);
  }

  @Get('models/*')
  model(@Param('*') id: string, @HttpContext() context: RequestContext, @Res() reply: FastifyReply): Promise<void> {
    // Each part by itself: slashes stay, and nothing leads out of `/models`.
    const parts = id.split('/').map(encodeURIComponent);
    if (parts.some((part) => part === '.' || part === '..')) throw new AppError('NOT_FOUND', `There is no model "${id}"`);
    const path = parts.join('/');
    return this.door.pass({ method: 'GET', path: `/models/${path}` }, context, reply);
  }
}
