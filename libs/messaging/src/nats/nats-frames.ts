import { AppError } from '@docmind/errors';
import type { NatsExchange } from './nats-exchange.js';
import { STREAM_SILENCE_LIMIT_MS, type WireFrame } from './wire.js';

/** The receiving end of one stream: frames in order, and an error for a gap, a silence, or nobody there. */
export class NatsFrames {
  ended = false;
  private expected = 0;

  constructor(private readonly exchange: NatsExchange) {}

  /** @throws AppError the sender's own error, or UNAVAILABLE */
  async next(): Promise<IteratorResult<unknown, undefined>> {
    const frame = (await this.exchange.next(STREAM_SILENCE_LIMIT_MS)) as WireFrame;
    if (frame.n !== this.expected) throw this.broken(`frame ${this.expected} is missing`);
    this.expected += 1;
    if ('d' in frame) return { done: false, value: frame.d };
    this.ended = true;
    if ('error' in frame) throw AppError.fromWire(frame.error);
    return { done: true, value: undefined };
  }

  private broken(why: string): AppError {
    return new AppError('UNAVAILABLE', `The stream of ${this.exchange.subject} broke: ${why}`);
  }
}
