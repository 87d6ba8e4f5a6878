import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { type DocmindResponsesRequest, docmindResponsesRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { RESPONSES_WORDS, toldIn } from '@docmind/openai-wire';
import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { refuseOtherModels } from './chat-question.policy.js';
import { ResponsesDoor } from './responses-door.js';

@Speaks('openai')
@Controller('v1/responses')
export class ResponsesController {
  constructor(private readonly door: ResponsesDoor) {}

  @Post()
  create(
    @Body(new ZodPipe(docmindResponsesRequestSchema)) request: DocmindResponsesRequest,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherModels(request.model);
    return toldIn(RESPONSES_WORDS, this.door.answer(request, context, reply));
  }
}
