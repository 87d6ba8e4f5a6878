import { type TextMessage, persistenceChatList } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

const EARLIER_MESSAGES = 6;

interface EarlierTurns {
  readonly messages: TextMessage[];
  /** The latest question as it stood alone, where that differs from how it was put. */
  readonly understoodAs: string | undefined;
}

const NO_TURNS: EarlierTurns = { messages: [], understoodAs: undefined };

/** The turns of a session before a question. */
@Injectable()
export class ConversationService {
  constructor(private readonly client: MessageClient) {}

  /** The latest turns of a session; none where the session isn't there yet. */
  async earlierTurns(sessionId: string | undefined, context: RequestContext): Promise<EarlierTurns> {
    if (sessionId === undefined) return NO_TURNS;
    try {
      const page = { limit: EARLIER_MESSAGES, offset: 0, from: 'newest' as const };
      const { messages } = await this.client.call(persistenceChatList, { sessionId, ...page }, context);
      const understood = messages.findLast(({ role }) => role === 'user')?.metadata?.understoodAs;
      return {
        messages: messages.map(({ role, content }) => ({ role, content })),
        understoodAs: typeof understood === 'string' ? understood : undefined,
      };
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'NOT_FOUND') return NO_TURNS;
      throw thrown;
    }
  }
}
