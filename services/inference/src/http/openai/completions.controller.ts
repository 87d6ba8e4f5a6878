import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { MAX_PROMPT_CHARS } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { TextService } from '../../chat/text.service.js';
import { ChatDoor } from './chat-door.js';
import { TEXT_FORM } from './openai-form.js';

const JSON_TYPE = 'application/json; charset=utf-8';

const textRequestSchema = z.looseObject({
  model: z.string().min(1).max(256),
  prompt: z.union([z.string().max(MAX_PROMPT_CHARS), z.tuple([z.string().max(MAX_PROMPT_CHARS)]).transform(([only]) => only)]),
  max_tokens: z.number().int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  n: z.literal(1).nullish(),
});
type TextBody = z.infer<typeof textRequestSchema>;

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
    @Body(new ZodPipe(textRequestSchema)) request: TextBody,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.stream) return this.door.send(this.texts.stream(request, context, TEXT_FORM), {}, context, reply);
    const { body } = await this.texts.complete(request, context, TEXT_FORM);
    void reply.header('content-type', JSON_TYPE).send(body);
  }
}
