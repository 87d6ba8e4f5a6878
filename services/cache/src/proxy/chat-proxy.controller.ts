import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { proxyChatBodySchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Header, Headers, HttpCode, Options, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { RequestHeaders } from './request/cache-control.policy.js';
import { ProxyDoor } from './proxy-door.js';
import type { ChatBody } from './request/upstream-call.policy.js';

@Speaks('openai')
@Controller('v1/chat')
export class ChatProxyController {
  constructor(private readonly door: ProxyDoor) {}

  @Post('completions')
  complete(
    @Body(new ZodPipe(proxyChatBodySchema)) body: ChatBody,
    @Headers() headers: RequestHeaders,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): void | Promise<void> {
    return this.door.answer({ body, headers, context }, reply);
  }

  /** What may be sent here. Which pages may call is for DOCMIND_ALLOWED_HOSTS to say; none is let in from elsewhere. */
  @Options('completions')
  @HttpCode(204)
  @Header('allow', 'OPTIONS, POST')
  options(): void {}
}
