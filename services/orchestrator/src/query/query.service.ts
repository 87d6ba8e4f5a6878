import type { CacheHit } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { AnswerService, piecesOf } from '../answering/answer.service.js';
import { AnsweredRequests } from './answered-requests.service.js';
import { outcomeOf } from './query-outcome.policy.js';
import { QueryReporter } from './query-reporter.js';
import type { QueryEvent, QueryOutcome, Question } from './query.types.js';
import { QuestionPreparation } from './question-preparation.service.js';

/** The way of a question: cache, else agents; history and figures before the last event. */
@Injectable()
export class QueryService {
  constructor(
    private readonly preparation: QuestionPreparation,
    private readonly answered: AnsweredRequests,
    private readonly answers: AnswerService,
    private readonly reporter: QueryReporter,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /** @throws AppError while iterating; before `start` nothing has been done that a client could see */
  async *ask(question: Question, callerContext: RequestContext): AsyncGenerator<QueryEvent, void, undefined> {
    const startedAt = performance.now();
    const deadline = Date.now() + this.config.QUERY_TIMEOUT_MS;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(tooLate()), this.config.QUERY_TIMEOUT_MS);
    const context = { ...callerContext, deadline, signal: AbortSignal.any([callerContext.signal, timeout.signal]) };
    try {
      yield* this.events(question, startedAt, context);
    } catch (thrown) {
      const error = timeout.signal.aborted && !callerContext.signal.aborted ? tooLate(thrown) : thrown;
      this.reporter.failed(error, performance.now() - startedAt, callerContext);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** The whole answer at once. */
  async complete(question: Question, context: RequestContext): Promise<QueryOutcome> {
    for await (const event of this.ask(question, context)) if (event.type === 'done') return event.outcome;
    throw new AppError('INTERNAL', 'The question ended without an answer');
  }

  private async *events(question: Question, startedAt: number, context: RequestContext): AsyncGenerator<QueryEvent, void, undefined> {
    const before = await this.answered.find(question, context);
    if (before !== undefined) return yield* repeat(before);
    const prepared = await this.preparation.prepare(question, context);
    yield { type: 'start', id: prepared.id, cache: prepared.outcome };
    let firstTokenMs: number | undefined;
    const texts = prepared.hit === undefined ? this.answers.answer(prepared.request, context) : replay(prepared.hit);
    let next = await texts.next();
    for (; !next.done; next = await texts.next()) {
      firstTokenMs ??= performance.now() - startedAt;
      yield { type: 'delta', text: next.value };
    }
    const totalMs = performance.now() - startedAt;
    const made = outcomeOf(question, prepared, next.value, { timeToFirstTokenMs: firstTokenMs ?? totalMs, totalMs });
    const outcome = await this.answered.commit(question, prepared, made, context);
    this.reporter.answered(outcome.reply, prepared.request.asked.routed, 'trace' in next.value ? next.value : undefined, context);
    if (prepared.hit?.check) void this.answers.check(prepared.request, prepared.hit, context);
    yield { type: 'done', outcome };
  }
}

/** A request that was answered before: its answer again. */
async function* repeat(outcome: QueryOutcome): AsyncGenerator<QueryEvent, void, undefined> {
  yield { type: 'start', id: outcome.reply.id, cache: outcome.reply.cache };
  for (const text of piecesOf(outcome.reply.answer)) yield { type: 'delta', text };
  yield { type: 'done', outcome };
}

async function* replay(hit: CacheHit): AsyncGenerator<string, CacheHit, undefined> {
  yield* piecesOf(hit.answer);
  return hit;
}

function tooLate(cause?: unknown): AppError {
  return new AppError('DEADLINE_EXCEEDED', 'The answer did not come within the deadline: ask for less, or raise QUERY_TIMEOUT_MS', {
    cause,
  });
}
