import { type TextMessage, persistenceChatList } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

const EARLIER_MESSAGES = 6;

/** The turns of a session before a question. */
@Injectable()
export class ConversationService {
  constructor(private readonly client: MessageClient) {}

  /** The latest turns of a session; none where the session isn't there yet. */
  async earlierTurns(sessionId: string | undefined, context: RequestContext): Promise<TextMessage[]> {
    if (sessionId === undefined) return [];
    try {
      const page = { limit: EARLIER_MESSAGES, offset: 0, from: 'newest' as const };
      const { messages } = await this.client.call(persistenceChatList, { sessionId, ...page }, context);
      return messages.map(({ role, content }) => ({ role, content }));
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'NOT_FOUND') return [];
      throw thrown;
    }
  }
}
