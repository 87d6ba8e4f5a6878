import type { CacheHit } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { AnswerService, type FreshAnswer, piecesOf } from '../answering/answer.service.js';
import { AnsweredRequests } from './answered-requests.service.js';
import { outcomeOf } from './query-outcome.policy.js';
import { QueryReporter } from './reporting/query-reporter.js';
import type { QueryEvent, QueryOutcome, Question } from './query.types.js';
import { QuestionPreparation } from './question-preparation.service.js';

/** The way of a question: cache, else agents; history and figures before the last event. */
@Injectable()
export class QuestionRun {
  constructor(
    private readonly preparation: QuestionPreparation,
    private readonly answered: AnsweredRequests,
    private readonly answers: AnswerService,
    private readonly reporter: QueryReporter,
  ) {}

  async *events(question: Question, startedAt: number, context: RequestContext): AsyncGenerator<QueryEvent, void, undefined> {
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
    this.reporter.answered(outcome.reply, prepared.request.asked.routed, freshOf(next.value), context);
    if (prepared.hit?.check) void this.answers.check(prepared.request, prepared.hit, context);
    yield { type: 'done', outcome };
  }
}

/** Undefined of a kept answer. */
function freshOf(answered: FreshAnswer | CacheHit): FreshAnswer | undefined {
  return 'trace' in answered ? answered : undefined;
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
