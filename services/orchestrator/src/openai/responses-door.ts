import { randomUUID } from 'node:crypto';
import { StreamReply } from '@docmind/bootstrap';
import { cacheHeaders, type DocmindChatRequest, type DocmindResponsesRequest, type ResponsesAnnotation } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { chatRequestOf, ResponseEvents } from '@docmind/openai-wire';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { openEvents } from '../query/event-stream.js';
import { QueryService } from '../query/query.service.js';
import type { QueryOutcome, Question } from '../query/query.types.js';
import { chatQuestionOf } from './chat-question.policy.js';
import { bringsTools, EngineChat } from './engine-chat.service.js';
import { extrasOf } from './openai-reply.policy.js';
import { type ResponseThread, ResponseThreads } from './response-threads.service.js';

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
    if (asked.stream) return this.stream(asked, kept, thread, context, reply);
    const outcome = await this.queries.complete(kept, context, thread.assertLatest);
    const { id, answer, usage, cache } = outcome.reply;
    const form = new ResponseEvents(asked, thread.idOf(id));
    const whole = { content: answer, finishReason: outcome.finishReason, usage };
    void reply
      .status(200)
      .headers(cacheHeaders(cache))
      .send(form.whole(whole, endOf(outcome)));
  }

  private async stream(
    asked: DocmindResponsesRequest,
    question: Question,
    thread: ResponseThread,
    context: RequestContext,
    reply: FastifyReply,
  ): Promise<void> {
    const { start, rest } = await openEvents(this.queries.ask(question, context, thread.assertLatest));
    const stream = StreamReply.open(reply, { headers: cacheHeaders(start.cache) });
    const form = new ResponseEvents(asked, thread.idOf(start.id));
    let last = '';
    try {
      await stream.write(form.opening());
      for await (const event of rest) await stream.write(event.type === 'delta' ? form.text(event.text) : closing(form, event.outcome));
    } catch (thrown) {
      last = form.failing(toAppError(thrown));
    } finally {
      stream.end(last);
    }
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
    if (!asked.stream) return void reply.status(200).send(form.whole(await this.engine.whole(chat, context)));
    const frames = this.engine.frames(chat, context);
    let next = await frames.next();
    const stream = StreamReply.open(reply);
    let last = '';
    try {
      await stream.write(form.opening());
      for (; !next.done; next = await frames.next()) await stream.write(form.of(next.value));
    } catch (thrown) {
      last = form.failing(toAppError(thrown));
    } finally {
      await frames.return();
      stream.end(last);
    }
  }
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
