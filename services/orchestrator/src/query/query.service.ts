import { randomUUID } from 'node:crypto';
import { type CacheHit, type CacheOutcome, type CacheScope, type QueryReply, type Validation, validationSchema } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { type RouteDecision, routeQuestion } from '../agents/router.policy.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { AnswerCache } from './answer-cache.js';
import { type AnswerRequest, AnswerService, type FreshAnswer, piecesOf } from './answer.service.js';
import { cacheScopeOf } from './cache-scope.policy.js';
import { ConversationService } from './conversation.service.js';
import { QueryReporter } from './query-reporter.js';
import type { QueryEvent, QueryOutcome, Question } from './query.types.js';

interface Prepared {
  readonly id: string;
  readonly startedAt: number;
  readonly request: AnswerRequest;
  readonly outcome: CacheOutcome;
  readonly hit?: CacheHit;
}

/** How an answer came about. */
type Making = Pick<QueryReply, 'model' | 'validation' | 'agents' | 'usage'> & Pick<QueryOutcome, 'finishReason'>;

const NO_USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

/** The way of a question: cache, else agents; history and figures before the last event. */
@Injectable()
export class QueryService {
  constructor(
    private readonly conversations: ConversationService,
    private readonly cache: AnswerCache,
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
    const prepared = await this.prepare(question, startedAt, context);
    yield { type: 'start', id: prepared.id, cache: prepared.outcome };
    let firstTokenMs: number | undefined;
    const texts = prepared.hit === undefined ? this.answers.answer(prepared.request, context) : replay(prepared.hit);
    let next = await texts.next();
    for (; !next.done; next = await texts.next()) {
      firstTokenMs ??= performance.now() - startedAt;
      yield { type: 'delta', text: next.value };
    }
    const outcome = outcomeOf(question, prepared, next.value, firstTokenMs, this.config.INFERENCE_MODEL);
    await this.conversations.commit(question.sessionId, outcome.reply, context);
    this.reporter.answered(outcome.reply, context);
    if (prepared.hit?.check) void this.answers.check(prepared.request, prepared.hit, context);
    yield { type: 'done', outcome };
  }

  private async prepare(question: Question, startedAt: number, context: RequestContext): Promise<Prepared> {
    const [corpus, earlier] = await Promise.all([
      this.conversations.corpus(context),
      this.conversations.earlierTurns(question.sessionId, context),
    ]);
    const conversation = [...earlier, ...question.conversation];
    const decision = routeQuestion(question.text, { corpusEmpty: corpus.empty });
    const scope = this.scopeOf({ ...question, conversation }, decision, context);
    const epoch = decision.route === 'documents' ? corpus.epoch : undefined;
    const { maxTokens, sampling } = question;
    const request: AnswerRequest = {
      asked: { question: question.text, conversation, corpusEmpty: corpus.empty, maxTokens, sampling },
      scope,
      epoch,
      sessionId: question.sessionId,
      mayStore: question.cache === 'use',
    };
    const looked =
      question.cache === 'bypass'
        ? { outcome: { result: 'bypass' as const, why: 'the caller asked for a fresh answer' } }
        : await this.cache.lookup(scope, question.text, epoch, context);
    return { id: `query-${randomUUID()}`, startedAt, request, ...looked };
  }

  private scopeOf(question: Question, decision: RouteDecision, context: RequestContext): CacheScope {
    const { namespace, conversation, maxTokens, sampling } = question;
    const { route } = decision;
    return cacheScopeOf({
      tenant: context.tenant,
      model: this.config.INFERENCE_MODEL,
      namespace,
      conversation,
      route,
      maxTokens,
      sampling,
    });
  }
}

async function* replay(hit: CacheHit): AsyncGenerator<string, CacheHit, undefined> {
  yield* piecesOf(hit.answer);
  return hit;
}

function outcomeOf(
  question: Question,
  prepared: Prepared,
  answered: FreshAnswer | CacheHit,
  firstTokenMs: number | undefined,
  model: string,
): QueryOutcome {
  const totalMs = performance.now() - prepared.startedAt;
  const { finishReason, ...made } = 'verdict' in answered ? makingOf(answered) : makingOfKept(prepared, model);
  const reply: QueryReply = {
    id: prepared.id,
    question: question.text,
    answer: answered.answer,
    sources: answered.citations,
    ...(question.sessionId === undefined ? {} : { sessionId: question.sessionId }),
    ...made,
    cache: prepared.outcome,
    timings: { timeToFirstTokenMs: firstTokenMs ?? totalMs, totalMs },
  };
  return { reply, finishReason };
}

function makingOf({ model, verdict, agents, usage, finishReason }: FreshAnswer): Making {
  return { model, validation: verdict, agents, usage, finishReason };
}

/** Only complete answers that were found in their sources are kept; giving one again takes no agent and no token. */
function makingOfKept(prepared: Prepared, model: string): Making {
  const validation = { grounded: true, mode: keptMode(prepared), problems: [] };
  return { model, validation, agents: [], usage: NO_USAGE, finishReason: 'stop' };
}

/** How the answer was made when it was kept. */
function keptMode({ hit, request }: Prepared): Validation['mode'] {
  const kept = validationSchema.shape.mode.safeParse(hit?.meta?.mode);
  if (kept.success) return kept.data;
  return request.scope.queryType === 'documents' ? 'generated' : 'chat';
}

function tooLate(cause?: unknown): AppError {
  return new AppError('DEADLINE_EXCEEDED', 'The answer did not come within the deadline: ask for less, or raise QUERY_TIMEOUT_MS', {
    cause,
  });
}
