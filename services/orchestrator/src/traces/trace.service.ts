import type { QueryTrace } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { type RequestContext, requestFacts } from '@docmind/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { TraceStore } from '../graph/trace-store.port.js';

@Injectable()
export class TraceService {
  constructor(
    private readonly store: TraceStore,
    private readonly logger: Logger,
  ) {}

  /** A trace that can't be kept costs no answer. */
  keep(trace: QueryTrace, context: RequestContext): void {
    try {
      this.store.add(context.tenant, trace);
    } catch (thrown) {
      this.logger.warn({ msg: 'trace not kept', ...requestFacts(context), reason: String(thrown) });
    }
  }

  /** @throws AppError NOT_FOUND for another tenant's too */
  find(id: string, { tenant }: RequestContext): QueryTrace {
    const trace = this.store.find(tenant, id);
    if (trace) return trace;
    throw new AppError(
      'NOT_FOUND',
      `There is no trace of ${id}: only those of the latest questions are kept, by the replica that answered`,
    );
  }

  forgetSession(sessionId: string, { tenant }: RequestContext): void {
    this.store.deleteSession(tenant, sessionId);
  }
}
