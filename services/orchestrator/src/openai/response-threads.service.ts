import { randomBytes } from 'node:crypto';
import { type DocmindResponsesRequest, persistenceChatList } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

const CONTINUED = /^(resp_[0-9a-f]{32})_([0-9a-f]{32})$/;

/** Where a response's turn is kept, and what the response is called. */
export interface ResponseThread {
  /** None for what is not to be stored. */
  readonly sessionId?: string;
  idOf(queryId: string): string;
}

/** Responses that follow each other are the turns of a session: the id of each names the session and the turn. */
@Injectable()
export class ResponseThreads {
  constructor(private readonly client: MessageClient) {}

  /** @throws AppError NOT_FOUND for a response that isn't kept, INVALID_ARGUMENT for one that is not the latest of its session */
  async threadOf({ store, previous_response_id: previous }: DocmindResponsesRequest, context: RequestContext): Promise<ResponseThread> {
    const sessionId = previous ? await this.sessionOf(previous, context) : `resp_${randomBytes(16).toString('hex')}`;
    if (store === false && !previous) return { idOf: (queryId) => `resp_${hexOf(queryId)}` };
    if (store === false) throw refused('store', 'must not be false where previous_response_id goes on with what is stored');
    return { sessionId, idOf: (queryId) => `${sessionId}_${hexOf(queryId)}` };
  }

  private async sessionOf(previous: string, context: RequestContext): Promise<string> {
    const [, sessionId, turn] = CONTINUED.exec(previous) ?? [];
    if (sessionId === undefined) throw notKept(previous);
    const page = { limit: 1, offset: 0, from: 'newest' as const };
    const { messages } = await this.client.call(persistenceChatList, { sessionId, ...page }, context).catch((thrown: unknown) => {
      throw thrown instanceof AppError && thrown.code === 'NOT_FOUND' ? notKept(previous) : thrown;
    });
    const latest = messages[0]?.metadata?.queryId;
    if (typeof latest === 'string' && hexOf(latest) === turn) return sessionId;
    throw refused(
      'previous_response_id',
      'must be the latest response of its conversation; to branch off, send the earlier turns as input',
    );
  }
}

function hexOf(queryId: string): string {
  return queryId.replace(/^query-/, '').replaceAll('-', '');
}

function notKept(id: string): AppError {
  return new AppError('NOT_FOUND', `Previous response with id "${id}" is not kept here: it was sent with store: false, or is deleted`, {
    details: { openAiCode: 'previous_response_not_found', faults: [{ field: 'previous_response_id', problem: 'is not kept' }] },
  });
}

function refused(field: string, problem: string): AppError {
  return new AppError('INVALID_ARGUMENT', `The request is not valid: ${field}: ${problem}`, { details: { faults: [{ field, problem }] } });
}
