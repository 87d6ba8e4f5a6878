import {
  cacheErase,
  type ErasureReply,
  type ErasureRequest,
  type ErasureTarget,
  type ErasureTraces,
  persistenceErase,
  persistenceErasureTraces,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { UploadService } from '../documents/background/upload.service.js';
import { CheckpointStore } from '../graph/checkpoint-store.port.js';
import { TraceStore } from '../graph/trace-store.port.js';
import { QuestionsUnderway } from '../answering/questions-underway.js';

/** A large tenant is erased in many small steps. */
const TIME_LIMIT_MS = 600_000;
/** No question that runs is waited for longer. */
const QUESTIONS_END_MS = 300_000;

/**
 * Erases in every place. The database comes last: it knows what else there is, so that whoever is interrupted can ask again. What was being answered
 * meanwhile may have kept what it had read before: then all places are gone through once more, when that has ended.
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly client: MessageClient,
    private readonly checkpoints: CheckpointStore,
    private readonly traces: TraceStore,
    private readonly uploads: UploadService,
    private readonly underway: QuestionsUnderway,
  ) {}

  async erase(request: ErasureRequest, { tenant, requestId }: RequestContext): Promise<ErasureReply> {
    const target = targetOf(request);
    const context = newRequestContext({ tenant, requestId, deadline: Date.now() + TIME_LIMIT_MS });
    const watch = this.underway.watch(tenant);
    try {
      const found = await this.client.call(persistenceErasureTraces, target, context);
      if (!found.isKnown) throw new AppError('NOT_FOUND', `There is no ${target.kind} of this id, and nothing of one that was`);
      const contents = target.kind === 'tenant' ? undefined : found.contentHashes;
      await this.uploads.giveUp(tenant, contents, found.uploadIds);
      const erased = await this.eraseAll(target, found, context);
      return (await watch.settled(QUESTIONS_END_MS)) ? sumOf(erased, await this.eraseAll(target, found, context)) : erased;
    } finally {
      watch.end();
    }
  }

  private async eraseAll(
    target: ErasureTarget,
    { contentHashes, questions }: ErasureTraces,
    context: RequestContext,
  ): Promise<ErasureReply> {
    const documentIds = target.kind === 'document' ? [target.id] : [];
    const cached = { documentIds, contentHashes, questions, ...(target.kind === 'tenant' ? { everything: true } : {}) };
    const { answers: cachedAnswers, steps: ingestionSteps } = await this.client.call(cacheErase, cached, context);
    await this.checkpoints.erase(context.tenant, target);
    await this.traces.erase(context.tenant, target);
    return { ...(await this.client.call(persistenceErase, target, context)), cachedAnswers, ingestionSteps };
  }
}

function sumOf(first: ErasureReply, second: ErasureReply): ErasureReply {
  return {
    documents: first.documents + second.documents,
    sessions: first.sessions + second.sessions,
    messages: first.messages + second.messages,
    cachedAnswers: first.cachedAnswers + second.cachedAnswers,
    ingestionSteps: first.ingestionSteps + second.ingestionSteps,
  };
}

function targetOf({ document, session }: ErasureRequest): ErasureTarget {
  if (document !== undefined) return { kind: 'document', id: document };
  return session === undefined ? { kind: 'tenant' } : { kind: 'session', id: session };
}
