import {
  cacheErase,
  type ErasureReply,
  type ErasureRequest,
  type ErasureTarget,
  persistenceErase,
  persistenceErasureTraces,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, newRequestContext, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { CheckpointStore } from '../graph/checkpoint-store.port.js';
import { TraceStore } from '../graph/trace-store.port.js';

/** A large tenant is erased in many small steps. */
const TIME_LIMIT_MS = 600_000;

/**
 * Erases in every place. The database comes last: it knows what else there is, so that whoever is interrupted can ask again. What is
 * cached anew meanwhile goes with the database's own word to the cache that the document has changed.
 */
@Injectable()
export class ErasureService {
  constructor(
    private readonly client: MessageClient,
    private readonly checkpoints: CheckpointStore,
    private readonly traces: TraceStore,
  ) {}

  async erase(request: ErasureRequest, { tenant, requestId }: RequestContext): Promise<ErasureReply> {
    const target = targetOf(request);
    const context = newRequestContext({ tenant, requestId, deadline: Date.now() + TIME_LIMIT_MS });
    const { isKnown, contentHashes, questions } = await this.client.call(persistenceErasureTraces, target, context);
    if (!isKnown) throw new AppError('NOT_FOUND', `There is no ${target.kind} of this id, and nothing of one that was`);
    const documentIds = target.kind === 'document' ? [target.id] : [];
    const cached = { documentIds, contentHashes, questions, ...(target.kind === 'tenant' ? { everything: true } : {}) };
    const { answers: cachedAnswers, steps: ingestionSteps } = await this.client.call(cacheErase, cached, context);
    await this.checkpoints.erase(tenant, target);
    await this.traces.erase(tenant, target);
    return { ...(await this.client.call(persistenceErase, target, context)), cachedAnswers, ingestionSteps };
  }
}

function targetOf({ document, session }: ErasureRequest): ErasureTarget {
  if (document !== undefined) return { kind: 'document', id: document };
  return session === undefined ? { kind: 'tenant' } : { kind: 'session', id: session };
}
