import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { type TextRequest, textRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { TextService } from '../../chat/text.service.js';
import { ChatDoor } from './chat-door.js';
import { TEXT_FORM } from './openai-form.js';

const JSON_TYPE = 'application/json; charset=utf-8';

@Speaks('openai')
@Controller('v1/completions')
export class CompletionsController {
  constructor(
    private readonly texts: TextService,
    private readonly door: ChatDoor,
  ) {}

  @Post()
  @HttpCode(200)
  async complete(
    @Body(new ZodPipe(textRequestSchema)) request: TextRequest,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.stream) return this.door.send(this.texts.stream(request, context, TEXT_FORM), {}, context, reply);
    const { body } = await this.texts.complete(request, context, TEXT_FORM);
    void reply.header('content-type', JSON_TYPE).send(body);
  }
}
