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
  /**
   * To be asked when it is the response's turn: of two that go on from the same one only the first does.
   * @throws AppError NOT_FOUND for a response that isn't kept, INVALID_ARGUMENT for one that is not the latest of its session
   */
  assertLatest?(context: RequestContext): Promise<void>;
}

/** Responses that follow each other are the turns of a session: the id of each names the session and the turn. */
@Injectable()
export class ResponseThreads {
  constructor(private readonly client: MessageClient) {}

  /** @throws AppError NOT_FOUND for what is no response's id, INVALID_ARGUMENT for one that is not to be stored and goes on */
  threadOf({ store, previous_response_id: previous }: DocmindResponsesRequest): ResponseThread {
    if (!previous)
      return store === false ? { idOf: (queryId) => `resp_${hexOf(queryId)}` } : threadIn(`resp_${randomBytes(16).toString('hex')}`);
    const [, sessionId, turn] = CONTINUED.exec(previous) ?? [];
    if (sessionId === undefined) throw notKept(previous);
    if (store === false) throw refused('store', 'must not be false where previous_response_id goes on with what is stored');
    return {
      ...threadIn(sessionId),
      assertLatest: async (context) => {
        if ((await this.latestTurn(sessionId, previous, context)) === turn) return;
        throw refused(
          'previous_response_id',
          'must be the latest response of its conversation; to branch off, send the earlier turns as input',
        );
      },
    };
  }

  private async latestTurn(sessionId: string, previous: string, context: RequestContext): Promise<string | undefined> {
    const page = { limit: 1, offset: 0, from: 'newest' as const };
    const { messages } = await this.client.call(persistenceChatList, { sessionId, ...page }, context).catch((thrown: unknown) => {
      throw thrown instanceof AppError && thrown.code === 'NOT_FOUND' ? notKept(previous) : thrown;
    });
    const latest = messages[0]?.metadata?.queryId;
    return typeof latest === 'string' ? hexOf(latest) : undefined;
  }
}

function threadIn(sessionId: string): ResponseThread {
  return { sessionId, idOf: (queryId) => `${sessionId}_${hexOf(queryId)}` };
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
