import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import {
  cacheHeaders,
  type DocmindChatRequest,
  docmindChatRequestSchema,
  type OpenAiModel,
  type OpenAiModelList,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { streamAnswer } from '../query/event-stream.js';
import { QueryService } from '../query/query.service.js';
import { requestIdOf } from '../query/query.types.js';
import { chatQuestionOf, DOCMIND_MODEL, refuseLogprobs, refuseOtherModels } from './chat-question.policy.js';
import { bringsTools, EngineChat } from './engine-chat.service.js';
import { completionOf } from './openai-reply.policy.js';
import { completionForm, streamChunks } from './openai-stream.js';

const MODEL: OpenAiModel = { id: DOCMIND_MODEL, object: 'model', created: 1_762_000_000, owned_by: 'docmind' };

@Speaks('openai')
@Controller('v1')
export class ChatCompletionsController {
  constructor(
    private readonly queries: QueryService,
    private readonly engine: EngineChat,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  @Post('chat/completions')
  async complete(
    @Body(new ZodPipe(docmindChatRequestSchema)) request: DocmindChatRequest,
    @HttpContext() context: RequestContext,
    @Headers('x-request-id') requestId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    refuseOtherModels(request.model);
    refuseLogprobs(request);
    if (bringsTools(request)) return this.passOn(request, context, reply);
    const question = { ...chatQuestionOf(request, this.config.ANSWER_MAX_TOKENS), ...requestIdOf(requestId, context) };
    const withUsage = request.stream_options?.include_usage === true;
    if (request.stream) return streamAnswer(this.queries.ask(question, context), (id) => completionForm(id, withUsage), reply);
    const outcome = await this.queries.complete(question, context);
    void reply
      .status(200)
      .headers(cacheHeaders(outcome.reply.cache))
      .send(completionOf(outcome, Math.floor(Date.now() / 1_000)));
  }

  private async passOn(request: DocmindChatRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    void reply.headers(cacheHeaders({ result: 'bypass', why: 'a chat with tools of the caller' }));
    if (request.stream) return streamChunks(this.engine.stream(request, context), reply);
    void reply.status(200).send(await this.engine.complete(request, context));
  }

  @Get('models')
  async models(@HttpContext() context: RequestContext): Promise<OpenAiModelList> {
    return { object: 'list', data: [await this.ownModel(context)] };
  }

  @Get('models/:id')
  async model(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<OpenAiModel> {
    if (id === DOCMIND_MODEL) return this.ownModel(context);
    throw new AppError('NOT_FOUND', `The model "${id}" does not exist here: this door answers as "${DOCMIND_MODEL}"`, {
      details: { openAiCode: 'model_not_found' },
    });
  }

  private async ownModel(context: RequestContext): Promise<OpenAiModel> {
    const max_model_len = await this.engine.window(context);
    return max_model_len === undefined ? MODEL : { ...MODEL, max_model_len };
  }
}
