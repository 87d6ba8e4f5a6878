import { randomUUID } from 'node:crypto';
import type { CacheHit, CacheOutcome } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { RouterAgent } from '../agents/router.agent.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { AnswerCache, type LookupResult } from '../answering/answer-cache.js';
import type { AnswerRequest } from '../answering/answer.service.js';
import { cacheScopeOf, fingerprintOf } from '../answering/cache-scope.policy.js';
import { Shelf } from '../collection/shelf.js';
import { threadIdOf } from '../graph/checkpoint-store.port.js';
import { ConversationService } from './conversation.service.js';
import type { Question } from './query.types.js';

export interface PreparedQuestion {
  readonly id: string;
  readonly request: AnswerRequest;
  readonly outcome: CacheOutcome;
  readonly hit?: CacheHit;
}

/** All that must be known before anything is answered: the corpus, earlier turns, the route, and what the cache holds. */
@Injectable()
export class QuestionPreparation {
  constructor(
    private readonly shelf: Shelf,
    private readonly conversations: ConversationService,
    private readonly router: RouterAgent,
    private readonly cache: AnswerCache,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  async prepare(question: Question, context: RequestContext): Promise<PreparedQuestion> {
    const [corpus, earlier] = await Promise.all([
      this.shelf.corpus(question.documents, context),
      this.conversations.earlierTurns(question.sessionId, context),
    ]);
    const { text, namespace, sessionId, maxTokens, sampling } = question;
    const conversation = [...earlier, ...question.conversation];
    const routed = await this.router.route(text, { corpusEmpty: corpus.empty }, context);
    const { route } = routed;
    const model = this.config.INFERENCE_MODEL;
    const scope = cacheScopeOf({
      tenant: context.tenant,
      namespace,
      model,
      conversation,
      route,
      filter: corpus.filter,
      maxTokens,
      sampling,
    });
    const epoch = route === 'documents' ? corpus.epoch : undefined;
    const request: AnswerRequest = {
      asked: { question: text, conversation, filter: corpus.filter, routed, maxTokens, sampling },
      scope,
      epoch,
      sessionId,
      threadId: threadOf(question, { scope, epoch }, context),
      mayStore: question.cache === 'use',
    };
    return { id: `query-${randomUUID()}`, request, ...(await this.lookUp(request, context)) };
  }

  private async lookUp({ scope, asked, epoch, mayStore }: AnswerRequest, context: RequestContext): Promise<LookupResult> {
    if (mayStore) return this.cache.lookup(scope, asked.question, epoch, context);
    return { outcome: { result: 'bypass', why: 'the caller asked for a fresh answer' } };
  }
}

/** State that was made of other documents, turns or settings is another thread's. */
function threadOf({ requestId, sessionId, text }: Question, made: object, { tenant }: RequestContext): string | undefined {
  return requestId === undefined ? undefined : threadIdOf({ tenant, requestId }, sessionId, fingerprintOf({ text, ...made }));
}
