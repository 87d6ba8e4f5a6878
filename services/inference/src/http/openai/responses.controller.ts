import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import { type ResponsesRequest, responsesRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { RESPONSES_WORDS, toldIn } from '@docmind/openai-wire';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ResponsesDoor } from './responses-door.js';

@Speaks('openai')
@Controller('v1/responses')
export class ResponsesController {
  constructor(private readonly door: ResponsesDoor) {}

  @Post()
  @HttpCode(200)
  create(
    @Body(new ZodPipe(responsesRequestSchema)) request: ResponsesRequest,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return toldIn(RESPONSES_WORDS, this.door.answer(request, context, reply));
  }
}
