import { persistenceChatAppend } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { fingerprintOf } from '../answering/cache-scope.policy.js';
import { CheckpointStore } from '../graph/checkpoint-store.port.js';
import type { QueryOutcome, Question } from './query.types.js';
import type { PreparedQuestion } from './question-preparation.service.js';

/** Where answers become history. A request that its caller named is answered once: the first answer is kept, and given to whoever asks again. */
@Injectable()
export class AnsweredRequests {
  constructor(
    private readonly client: MessageClient,
    private readonly checkpoints: CheckpointStore,
  ) {}

  /** @throws AppError FAILED_PRECONDITION when the request's name has answered another question */
  async find(question: Question, context: RequestContext): Promise<QueryOutcome | undefined> {
    const { requestId } = question;
    if (requestId === undefined) return undefined;
    const kept = await this.checkpoints.committed({ tenant: context.tenant, requestId });
    if (kept === undefined) return undefined;
    if (kept.fingerprint !== fingerprintOf(question)) throw usedBefore(requestId);
    const outcome = kept.outcome as QueryOutcome;
    // A crash may have come between the answer and the session's turn.
    await this.append(question, outcome, context);
    return outcome;
  }

  /**
   * Keeps the answer, and the session's turn.
   * @throws AppError FAILED_PRECONDITION when another replica has answered the request meanwhile, with other words than these, which were shown
   */
  async commit(question: Question, prepared: PreparedQuestion, made: QueryOutcome, context: RequestContext): Promise<QueryOutcome> {
    const outcome = await this.first(question, prepared, made, context);
    if (outcome.reply.answer !== made.reply.answer) throw answeredElsewhere();
    await this.append(question, outcome, context);
    return outcome;
  }

  private async first(
    question: Question,
    prepared: PreparedQuestion,
    outcome: QueryOutcome,
    context: RequestContext,
  ): Promise<QueryOutcome> {
    const { requestId, sessionId } = question;
    const { threadId } = prepared.request;
    if (requestId === undefined || threadId === undefined) return outcome;
    const answer = { tenant: context.tenant, requestId, sessionId, fingerprint: fingerprintOf(question), outcome };
    const committed = await this.checkpoints.commit(answer, threadId);
    if (committed.fingerprint !== answer.fingerprint) throw usedBefore(requestId);
    return committed.outcome as QueryOutcome;
  }

  private async append({ sessionId, requestId }: Question, { reply }: QueryOutcome, context: RequestContext): Promise<void> {
    if (sessionId === undefined) return;
    const { understoodAs } = reply;
    const { question, answer, sources, ...made } = reply;
    const metadata = { queryId: reply.id, sources, cache: reply.cache.result, mode: reply.validation.mode, reply: made };
    const messages = [
      { role: 'user' as const, content: question, ...(understoodAs && { metadata: { understoodAs } }) },
      { role: 'assistant' as const, content: answer, metadata },
    ];
    await this.client.call(persistenceChatAppend, { sessionId, userId: context.tenant, messages, requestId }, context);
  }
}

function usedBefore(requestId: string): AppError {
  const message = `The request id "${requestId}" has answered another question already: send a new x-request-id, or none`;
  return new AppError('FAILED_PRECONDITION', message);
}

function answeredElsewhere(): AppError {
  const message =
    'The same request was answered elsewhere at the same time, in other words: ask again under its x-request-id to get that answer';
  return new AppError('FAILED_PRECONDITION', message);
}
