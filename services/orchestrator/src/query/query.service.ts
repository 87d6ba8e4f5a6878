import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { QuestionsUnderway } from '../answering/questions-underway.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { SessionTurns } from '../conversation/session-turns.service.js';
import { QueryReporter } from './reporting/query-reporter.js';
import type { QueryEvent, QueryOutcome, Question } from './query.types.js';
import { QuestionRun } from './question-run.js';

type MayAsk = (context: RequestContext) => Promise<void>;

/** Questions of both doors: one after another in a session, each within its time. */
@Injectable()
export class QueryService {
  constructor(
    private readonly run: QuestionRun,
    private readonly turns: SessionTurns,
    private readonly reporter: QueryReporter,
    private readonly underway: QuestionsUnderway,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /**
   * @param mayAsk is called once it is the question's turn in its session, which no other question changes then
   * @throws AppError while iterating, what `mayAsk` throws too; before `start` nothing has been done that a client could see
   */
  async *ask(question: Question, callerContext: RequestContext, mayAsk?: MayAsk): AsyncGenerator<QueryEvent, void, undefined> {
    const startedAt = performance.now();
    const deadline = Date.now() + this.config.QUERY_TIMEOUT_MS;
    const timeout = new AbortController();
    const end = this.underway.begin(callerContext.tenant);
    const timer = setTimeout(() => timeout.abort(tooLate()), this.config.QUERY_TIMEOUT_MS);
    const context = { ...callerContext, deadline, signal: AbortSignal.any([callerContext.signal, timeout.signal]) };
    try {
      const { run } = this;
      yield* this.turns.taking(question.sessionId, context, async function* () {
        await mayAsk?.(context);
        yield* run.events(question, startedAt, context);
      });
    } catch (thrown) {
      const error = timeout.signal.aborted && !callerContext.signal.aborted ? tooLate(thrown) : thrown;
      this.reporter.failed(error, performance.now() - startedAt, callerContext);
      throw error;
    } finally {
      clearTimeout(timer);
      end();
    }
  }

  /** The whole answer at once. */
  async complete(question: Question, context: RequestContext, mayAsk?: MayAsk): Promise<QueryOutcome> {
    for await (const event of this.ask(question, context, mayAsk)) if (event.type === 'done') return event.outcome;
    throw new AppError('INTERNAL', 'The question ended without an answer');
  }
}

function tooLate(cause?: unknown): AppError {
  return new AppError('DEADLINE_EXCEEDED', 'The answer did not come within the deadline: ask for less, or raise QUERY_TIMEOUT_MS', {
    cause,
  });
}
