import type { CallContract, EventContract, StreamContract } from '@docmind/contracts';
import type { RequestContext } from './request-context.js';

export interface CallOptions {
  /** Reaches the one replica of this name (`MessagingModule`'s instance) instead of any of the queue group. */
  readonly instance?: string;
}

/**
 * How services reach each other, whichever transport is below. Both transports keep one contract (`message-transport.contract.ts`):
 * requests are validated where they arrive, the deadline and the context's signal end a call, and every failure is an AppError:
 * no responder or a lost connection UNAVAILABLE, a passed deadline DEADLINE_EXCEEDED, an aborted signal CANCELLED.
 */
export abstract class MessageClient {
  abstract call<Request, Reply>(
    contract: CallContract<Request, Reply>,
    request: Request,
    context: RequestContext,
    options?: CallOptions,
  ): Promise<Reply>;

  /** Frames in order, without gaps. Leaving the loop (or the signal) cancels the work on the other side. */
  abstract stream<Request, Frame>(
    contract: StreamContract<Request, Frame>,
    request: Request,
    context: RequestContext,
  ): AsyncIterable<Frame>;

  /** At most once, not awaited by anybody. Never throws for a missing listener. */
  abstract publish<Payload>(contract: EventContract<Payload>, payload: Payload, context: RequestContext): Promise<void>;

  /** False while the transport is disconnected; readiness reports it. */
  abstract isConnected(): boolean;

  abstract close(): Promise<void>;
}
