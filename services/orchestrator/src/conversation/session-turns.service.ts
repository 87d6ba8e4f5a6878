import { randomUUID } from 'node:crypto';
import { persistenceSessionEnter, persistenceSessionLeave } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, newRequestContext, type RequestContext, requestFacts } from '@docmind/messaging';
import { Injectable, Logger } from '@nestjs/common';

const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 100;
const RENEW_MS = 1_500;
const LEAVE_LIMIT_MS = 2_000;

/** Lets the questions of one session be answered one after another, whichever replica they came to. */
@Injectable()
export class SessionTurns {
  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
  ) {}

  /** What `work` yields, once it is the question's turn. A question without a session waits for nobody. */
  async *taking<T>(
    sessionId: string | undefined,
    context: RequestContext,
    work: () => AsyncGenerator<T, void, undefined>,
  ): AsyncGenerator<T, void, undefined> {
    if (sessionId === undefined) return yield* work();
    const turn = { sessionId, ticket: randomUUID() };
    try {
      await this.untilEntered(turn, context);
      const renewal = setInterval(() => void this.renew(turn, context), RENEW_MS);
      try {
        yield* work();
      } finally {
        clearInterval(renewal);
      }
    } finally {
      await this.leave(turn, context);
    }
  }

  private async untilEntered(turn: Turn, context: RequestContext): Promise<void> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const { entered } = await this.client.call(persistenceSessionEnter, turn, context);
      if (entered) return;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      if (context.signal.aborted) throw context.signal.reason instanceof AppError ? context.signal.reason : leftWaiting();
    }
  }

  private async renew(turn: Turn, context: RequestContext): Promise<void> {
    try {
      await this.client.call(persistenceSessionEnter, turn, context);
    } catch (thrown) {
      this.logger.debug({ msg: 'a session’s turn was not renewed', ...requestFacts(context), reason: String(thrown) });
    }
  }

  /** Also of a caller who went away. What is not left ends by itself. */
  private async leave(turn: Turn, { tenant }: RequestContext): Promise<void> {
    const context = newRequestContext({ tenant, deadline: Date.now() + LEAVE_LIMIT_MS });
    try {
      await this.client.call(persistenceSessionLeave, turn, context);
    } catch (thrown) {
      this.logger.debug({ msg: 'a session’s turn was not left', ...requestFacts(context), reason: String(thrown) });
    }
  }
}

interface Turn {
  readonly sessionId: string;
  readonly ticket: string;
}

function leftWaiting(): AppError {
  return new AppError('CANCELLED', 'The caller went away while earlier questions of the session were answered');
}
