import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { cacheHeaders, type QueryRequest, queryRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Headers, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { streamAnswer } from './event-stream.js';
import { QUERY_FORM } from './query-stream.js';
import { QueryService } from './query.service.js';
import { requestIdOf } from './query.types.js';
import { questionOf } from './question.policy.js';

@Controller('query')
export class QueryController {
  constructor(
    private readonly queries: QueryService,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  @Post()
  async query(
    @Body(new ZodPipe(queryRequestSchema)) request: QueryRequest,
    @HttpContext() context: RequestContext,
    @Headers('x-request-id') requestId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const question = { ...questionOf(request, this.config.ANSWER_MAX_TOKENS), ...requestIdOf(requestId, context) };
    if (request.stream) return streamAnswer(this.queries.ask(question, context), () => QUERY_FORM, reply);
    const { reply: answered } = await this.queries.complete(question, context);
    void reply.status(200).headers(cacheHeaders(answered.cache)).send(answered);
  }
}
