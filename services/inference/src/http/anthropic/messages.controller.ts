import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import {
  type AnthropicCount,
  type AnthropicCountReply,
  anthropicCountSchema,
  type AnthropicMessages,
  anthropicMessagesSchema,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { ANTHROPIC_WORDS, promptOfMessages, toldIn } from '@docmind/openai-wire';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TokenService } from '../../models/token.service.js';
import { MessagesDoor } from './messages-door.js';

/** Anthropic's API over whatever backend is active. */
@Speaks('anthropic')
@Controller('v1/messages')
export class MessagesController {
  constructor(
    private readonly door: MessagesDoor,
    private readonly tokens: TokenService,
  ) {}

  @Post()
  @HttpCode(200)
  create(
    @Body(new ZodPipe(anthropicMessagesSchema)) request: AnthropicMessages,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return toldIn(ANTHROPIC_WORDS, this.door.answer(request, context, reply));
  }

  @Post('count_tokens')
  @HttpCode(200)
  async count(
    @Body(new ZodPipe(anthropicCountSchema)) request: AnthropicCount,
    @HttpContext() context: RequestContext,
  ): Promise<AnthropicCountReply> {
    const { messages, tools, model } = promptOfMessages(request);
    const { count } = await this.tokens.tokenize({ messages, tools }, model, context);
    return { input_tokens: count };
  }
}
