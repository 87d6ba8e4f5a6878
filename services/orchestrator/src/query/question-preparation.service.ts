import { randomUUID } from 'node:crypto';
import type { CacheHit, CacheOutcome, TextMessage } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { RouterAgent } from '../agents/router.agent.js';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { AnswerCache, type LookupResult } from '../answering/answer-cache.js';
import type { AnswerRequest } from '../answering/answer.service.js';
import { cacheScopeOf, fingerprintOf } from '../answering/cache-scope.policy.js';
import { FollowUpService, type UnderstoodQuestion } from '../conversation/follow-up.service.js';
import { CollectionService, type CollectionTask, nothingToSearch } from '../collection/collection.service.js';
import type { Corpus } from '../collection/shelf.js';
import { threadIdOf } from '../graph/checkpoint-store.port.js';
import type { Routed } from '../graph/agent-question.js';
import type { Question } from './query.types.js';

export interface PreparedQuestion {
  readonly id: string;
  readonly request: AnswerRequest;
  readonly outcome: CacheOutcome;
  readonly hit?: CacheHit;
}

const OF_THE_COLLECTION: Routed = { route: 'documents', complexity: 'simple', why: 'asks of the documents as such', durationMs: 0 };

/** All that must be known before anything is answered: the corpus, earlier turns, the route, and what the cache holds. */
@Injectable()
export class QuestionPreparation {
  constructor(
    private readonly collection: CollectionService,
    private readonly followUps: FollowUpService,
    private readonly router: RouterAgent,
    private readonly cache: AnswerCache,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  async prepare(question: Question, context: RequestContext): Promise<PreparedQuestion> {
    const [corpus, understood] = await Promise.all([
      this.collection.corpus(question.documents, context),
      this.followUps.understand(question, context),
    ]);
    // A client with instructions of its own for the model is answered by the model.
    const isPlain = instructionsIn(understood.conversation).length === 0;
    const introduction = isPlain ? await this.collection.introductionOf(question.text, corpus.filter, context) : undefined;
    const task = introduction ?? (await this.collection.taskOf(understood.text, corpus.filter, context));
    const routed = await this.routedOf(understood, task, context);
    const nothing = corpus.empty && routed.route === 'documents' ? nothingToSearch(understood.text) : undefined;
    const request = { ...this.requestOf(question, corpus, understood, routed, context), task: task ?? nothing };
    return { id: `query-${randomUUID()}`, request, ...(await this.lookUp(request, context)) };
  }

  private async routedOf({ text, spent }: UnderstoodQuestion, task: CollectionTask | undefined, context: RequestContext): Promise<Routed> {
    const routed = task === undefined ? await this.router.route(text, context) : OF_THE_COLLECTION;
    return { ...routed, spent: [...spent, ...(routed.spent ?? [])] };
  }

  private requestOf(
    question: Question,
    { epoch, filter }: Corpus,
    understood: UnderstoodQuestion,
    routed: Routed,
    context: RequestContext,
  ): AnswerRequest {
    const { namespace, sessionId, maxTokens, sampling } = question;
    const { route } = routed;
    const isAboutDocuments = route === 'documents';
    // A question that stands alone is answered without the turns before it, so that its answer is anybody's.
    const conversation = isAboutDocuments && !understood.isGuessed ? instructionsIn(understood.conversation) : understood.conversation;
    const { tenant } = context;
    const model = this.config.INFERENCE_MODEL;
    const scope = cacheScopeOf({ tenant, namespace, model, conversation, route, filter, maxTokens, sampling });
    const since = isAboutDocuments ? epoch : undefined;
    return {
      asked: { question: isAboutDocuments ? understood.text : question.text, conversation, filter, routed, maxTokens, sampling },
      scope,
      epoch: since,
      sessionId,
      threadId: threadOf(question, { asked: understood.text, scope, epoch: since }, context),
      mayStore: question.cache === 'use',
    };
  }

  private async lookUp({ scope, asked, epoch, mayStore, task }: AnswerRequest, context: RequestContext): Promise<LookupResult> {
    if (task?.asks === 'list' || task?.asks === 'introduction')
      return { outcome: { result: 'bypass', why: 'the list of documents is read anew' } };
    if (mayStore) return this.cache.lookup(scope, asked.question, epoch, context);
    return { outcome: { result: 'bypass', why: 'the caller asked for a fresh answer' } };
  }
}

/** State that was made of other documents, turns or settings is another thread's. */
function threadOf({ requestId, sessionId, text }: Question, made: object, { tenant }: RequestContext): string | undefined {
  return requestId === undefined ? undefined : threadIdOf({ tenant, requestId }, sessionId, fingerprintOf({ text, ...made }));
}

/** What the caller told the model to do. */
function instructionsIn(conversation: readonly TextMessage[]): TextMessage[] {
  return conversation.filter(({ role }) => role === 'system' || role === 'developer');
}
