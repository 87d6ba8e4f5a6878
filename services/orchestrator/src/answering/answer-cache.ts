import {
  type CacheHit,
  type CacheOutcome,
  type CacheScope,
  cacheSemanticCheck,
  cacheSemanticLookup,
  cacheSemanticStore,
} from '@docmind/contracts';
import { MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { AgentAnswer } from '../graph/agent-answer.js';

export type LookupResult = { readonly outcome: CacheOutcome; readonly hit?: CacheHit };

/** The semantic cache as seen from here: a failure of it is a miss, never a failed question. */
@Injectable()
export class AnswerCache {
  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
  ) {}

  async lookup(scope: CacheScope, question: string, epoch: number | undefined, context: RequestContext): Promise<LookupResult> {
    try {
      const reply = await this.client.call(cacheSemanticLookup, { scope, question, epoch, agent: 'query_router', mayCheck: true }, context);
      if (reply.result === 'miss') return { outcome: { result: 'miss', why: reply.why } };
      const { result, why, question: kept, similarity, probability, ageSeconds, entry } = reply;
      return { outcome: { result, why, question: kept, similarity, probability, ageSeconds, entry }, hit: reply };
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      this.logger.warn({ msg: 'cache lookup failed, taken as a miss', ...requestFacts(context), reason: String(thrown) });
      return { outcome: { result: 'miss', why: 'the cache could not be asked' } };
    }
  }

  async store(
    given: { scope: CacheScope; question: string; answer: AgentAnswer; temperature: number; epoch: number | undefined },
    context: RequestContext,
  ): Promise<void> {
    const { scope, question, answer, temperature, epoch } = given;
    // A refusal is no answer to keep: the next document may say it.
    const mayBeKept = answer.verdict.grounded || answer.verdict.mode === 'chat';
    if (answer.degraded.length > 0 || answer.answer === '' || answer.finishReason !== 'stop' || !mayBeKept) return;
    const request = {
      scope,
      question,
      answer: answer.answer,
      citations: answer.citations,
      finishReason: answer.finishReason,
      temperature,
      grounded: answer.verdict.grounded,
      epoch,
      agent: 'result_synthesizer',
      meta: { validation: answer.verdict },
    };
    try {
      await this.client.call(cacheSemanticStore, request, context);
    } catch (thrown) {
      this.logger.warn({ msg: 'answer not cached', ...requestFacts(context), reason: String(thrown) });
    }
  }

  /** Tells what a sampled hit's question was answered with anew; `fresh` is undefined where no whole answer came. */
  async report(hit: CacheHit, question: string, fresh: AgentAnswer | undefined, context: RequestContext): Promise<void> {
    const isWhole = fresh?.finishReason === 'stop' && (fresh.verdict.grounded || fresh.verdict.mode === 'chat');
    const { entry, answer: kept, probability } = hit;
    const check = { tenant: context.tenant, entry, question, kept, fresh: isWhole ? fresh.answer : undefined, probability };
    try {
      await this.client.call(cacheSemanticCheck, check, context);
    } catch (thrown) {
      this.logger.warn({ msg: 'a checked hit was not reported', ...requestFacts(context), reason: String(thrown) });
    }
  }
}
