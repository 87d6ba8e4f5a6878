import { AppError } from '@docmind/errors';
import type { NatsExchange } from './nats-exchange.js';
import { decode, SILENCE_LIMIT_MS, type WireFrame } from './wire.js';

/** The receiving end of one stream: frames in order, and an error for a gap, a silence, or nobody there. */
export class NatsFrames {
  ended = false;
  private expected = 0;

  constructor(
    private readonly exchange: NatsExchange,
    private readonly silenceLimitMs = SILENCE_LIMIT_MS,
  ) {}

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
    const silence = setTimeout(() => this.exchange.stopListening(), this.silenceLimitMs);
    try {
      const received = await this.exchange.next();
      if (received === undefined) throw this.broken('the sender fell silent');
      return decode(received, this.exchange.subject) as WireFrame;
    } finally {
      clearTimeout(silence);
    }
  }

  private broken(why: string): AppError {
    return new AppError('UNAVAILABLE', `The stream of ${this.exchange.subject} broke: ${why}`);
  }
}
