import { type ChatRequest, chatRequestSchema } from '@docmind/contracts';
import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ChatDoor } from './chat-door.js';

@Speaks('openai')
@Controller('v1/chat')
export class ChatController {
  constructor(private readonly door: ChatDoor) {}

  @Post('completions')
  @HttpCode(200)
  complete(
    @Body(new ZodPipe(chatRequestSchema)) request: ChatRequest,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.door.answer(request, context, reply);
  }
}
