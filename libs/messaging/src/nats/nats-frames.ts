import { AppError } from '@docmind/errors';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { decode, SILENCE_LIMIT_MS, type WireFrame } from './wire.js';

const NO_RESPONDERS = 503;

/** The receiving end of one stream: frames in order, and an error for a gap, a silence, or nobody there. */
export class NatsFrames {
  ended = false;
  private readonly messages: AsyncIterator<Msg>;
  private expected = 0;

  constructor(
    private readonly subscription: Subscription,
    private readonly subject: string,
    private readonly silenceLimitMs = SILENCE_LIMIT_MS,
  ) {
    this.messages = subscription[Symbol.asyncIterator]();
  }

  /** @throws AppError the sender's own error, or UNAVAILABLE */
  async next(): Promise<IteratorResult<unknown, undefined>> {
    for (;;) {
      const frame = await this.receive();
      if ('alive' in frame) continue;
      if (frame.n !== this.expected) throw this.broken(`frame ${this.expected} is missing`);
      this.expected += 1;
      if ('d' in frame) return { done: false, value: frame.d };
      this.ended = true;
      if ('error' in frame) throw AppError.fromWire(frame.error);
      return { done: true, value: undefined };
    }
  }

  private async receive(): Promise<WireFrame> {
    // The iterator can only be ended from outside by ending the subscription, which the caller drops after a silence anyway.
    const silence = setTimeout(() => this.subscription.unsubscribe(), this.silenceLimitMs);
    try {
      const next = await this.messages.next();
      if (next.done) throw this.broken('the sender fell silent');
      const message = next.value;
      if (message.headers?.code === NO_RESPONDERS) {
        this.ended = true;
        throw new AppError('UNAVAILABLE', `Nobody answers ${this.subject}: the service is not running or not connected`);
      }
      return decode(message.data, this.subject) as WireFrame;
    } finally {
      clearTimeout(silence);
    }
  }

  private broken(why: string): AppError {
    return new AppError('UNAVAILABLE', `The stream of ${this.subject} broke: ${why}`);
  }
}
