import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import {
  type AnthropicCount,
  type AnthropicCountReply,
  anthropicCountSchema,
  type DocmindMessagesRequest,
  docmindMessagesRequestSchema,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { ANTHROPIC_WORDS, toldIn } from '@docmind/openai-wire';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { refuseOtherModels } from '../openai/chat-question.policy.js';
import { MessagesDoor } from './messages-door.js';

@Speaks('anthropic')
@Controller('v1/messages')
export class MessagesController {
  constructor(private readonly door: MessagesDoor) {}

  @Post()
  create(
    @Body(new ZodPipe(docmindMessagesRequestSchema)) request: DocmindMessagesRequest,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherModels(request.model);
    return toldIn(ANTHROPIC_WORDS, this.door.answer(request, context, reply));
  }

  @Post('count_tokens')
  @HttpCode(200)
  count(
    @Body(new ZodPipe(anthropicCountSchema)) request: AnthropicCount,
    @HttpContext() context: RequestContext,
  ): Promise<AnthropicCountReply> {
    refuseOtherModels(request.model);
    return this.door.count(request, context);
  }
}
