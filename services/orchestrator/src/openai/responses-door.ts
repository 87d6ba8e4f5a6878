import { randomUUID } from 'node:crypto';
import { sendEvents } from '@docmind/bootstrap';
import { cacheHeaders, type DocmindChatRequest, type DocmindResponsesRequest, type ResponsesAnnotation } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { chatRequestOf, ResponseEvents } from '@docmind/openai-wire';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { type AnswerForm, streamAnswer } from '../query/event-stream.js';
import { QueryService } from '../query/query.service.js';
import type { QueryOutcome } from '../query/query.types.js';
import { chatQuestionOf } from './chat-question.policy.js';
import { bringsTools, EngineChat } from './engine-chat.service.js';
import { extrasOf } from './openai-reply.policy.js';
import { ResponseThreads } from './response-threads.service.js';

/** OpenAI's Responses API: the same questions as at the chat's door, kept as sessions where they are stored. */
@Injectable()
export class ResponsesDoor {
  constructor(
    private readonly queries: QueryService,
    private readonly engine: EngineChat,
    private readonly threads: ResponseThreads,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  async answer(asked: DocmindResponsesRequest, context: RequestContext, reply: FastifyReply): Promise<void> {
    const chat: DocmindChatRequest = { ...chatRequestOf(asked), docmind: asked.docmind };
    if (bringsTools(chat)) return this.passOn(asked, chat, context, reply);
    const question = chatQuestionOf(chat, this.config.ANSWER_MAX_TOKENS);
    const thread = this.threads.threadOf(asked);
    const kept = { ...question, ...(thread.sessionId === undefined ? {} : { sessionId: thread.sessionId }) };
    if (asked.stream) {
      const events = this.queries.ask(kept, context, thread.assertLatest);
      return streamAnswer(events, (id) => answerForm(new ResponseEvents(asked, thread.idOf(id))), reply);
    }
    const outcome = await this.queries.complete(kept, context, thread.assertLatest);
    const { id, answer, usage, cache } = outcome.reply;
    const form = new ResponseEvents(asked, thread.idOf(id));
    const whole = { content: answer, finishReason: outcome.finishReason, usage };
    void reply
      .status(200)
      .headers(cacheHeaders(cache))
      .send(form.whole(whole, endOf(outcome)));
  }

  /** Calls of tools are between the caller's program and the engine: no turn of a session holds them. */
  private async passOn(
    asked: DocmindResponsesRequest,
    chat: DocmindChatRequest,
    context: RequestContext,
    reply: FastifyReply,
  ): Promise<void> {
    if (asked.previous_response_id) throw noCallsKept();
    const form = new ResponseEvents({ ...asked, store: false }, `resp_${randomUUID().replaceAll('-', '')}`);
    void reply.headers(cacheHeaders({ result: 'bypass', why: 'a chat with tools of the caller' }));
    if (asked.stream) return sendEvents(this.engine.frames(chat, context), form, reply);
    void reply.status(200).send(form.whole(await this.engine.whole(chat, context)));
  }
}

function answerForm(form: ResponseEvents): AnswerForm {
  return {
    opening: () => form.opening(),
    of: (event) => (event.type === 'delta' ? form.text(event.text) : closing(form, event.outcome)),
    failing: (error) => form.failing(error),
  };
}

function closing(form: ResponseEvents, outcome: QueryOutcome): string {
  const { finishReason, reply } = outcome;
  return form.closing({ finishReason, usage: reply.usage }, endOf(outcome));
}

/** Sources are cited at the end of the answer; which sentence rests on which is in `docmind.validation`. */
function endOf({ reply }: QueryOutcome): { annotations: ResponsesAnnotation[]; more: object } {
  const annotations = reply.sources.map(({ documentId: file_id, documentName: filename }) => ({
    type: 'file_citation' as const,
    file_id,
    filename,
    index: reply.answer.length,
  }));
  return { annotations, more: { docmind: extrasOf(reply) } };
}

function noCallsKept(): AppError {
  const problem = 'what is asked with tools of the caller is not kept: send the earlier items as input';
  return new AppError('INVALID_ARGUMENT', `The request is not valid: previous_response_id: ${problem}`, {
    details: { faults: [{ field: 'previous_response_id', problem }] },
  });
}
