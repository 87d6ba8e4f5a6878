import { AppError } from '@docmind/errors';
import type { Msg } from '@nats-io/transport-node';
import { type PartPlace, PartsInOrder, placeOf } from './parts.js';
import { continueAt } from './wire.js';

/** A request, and the message that its replies answer. */
export interface WholeRequest {
  readonly data: Uint8Array;
  readonly message: Msg;
}

interface Begun {
  readonly first: Msg;
  readonly parts: PartsInOrder;
  /** Frees what came, when nothing more does. */
  readonly silence: NodeJS.Timeout;
}

/** Of all requests together that wait for their next part. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const PART_LIMIT_MS = 10_000;

/** Requests that come in parts. The first part finds any replica; the others go to that one, which says its name. */
export class NatsRequests {
  private readonly begun = new Map<string, Begun>();
  private waitingBytes = 0;

  constructor(
    private readonly instance: string,
    private readonly maxWaitingBytes = MAX_WAITING_BYTES,
  ) {}

  /**
   * @returns undefined while parts are missing
   * @throws AppError where they can't become a request
   */
  take(message: Msg, callId: string): WholeRequest | undefined {
    const place = placeOf(message.headers);
    if (place === undefined) return { data: message.data, message };
    const begun = place.index === 0 ? this.begin(message, callId) : this.begun.get(callId);
    if (begun === undefined) throw new AppError('UNAVAILABLE', 'The request was given up before its last part came: try again');
    const data = this.joined(begun, message, place, callId);
    if (data !== undefined) {
      this.forget(callId);
      return { data, message: begun.first };
    }
    begun.silence.refresh();
    if (place.index === 0) message.respond(new Uint8Array(), { headers: continueAt(this.instance) });
    return undefined;
  }

  /** Whoever sent it has left. */
  forget(callId: string): void {
    const begun = this.begun.get(callId);
    if (begun === undefined) return;
    clearTimeout(begun.silence);
    this.waitingBytes -= begun.parts.bytes;
    this.begun.delete(callId);
  }

  private begin(first: Msg, callId: string): Begun {
    this.forget(callId);
    const silence = setTimeout(() => this.forget(callId), PART_LIMIT_MS).unref();
    const begun = { first, parts: new PartsInOrder(), silence };
    this.begun.set(callId, begun);
    return begun;
  }

  private joined({ parts }: Begun, { data }: Msg, place: PartPlace, callId: string): Uint8Array | undefined {
    try {
      if (this.waitingBytes + data.byteLength > this.maxWaitingBytes)
        throw new AppError('RESOURCE_EXHAUSTED', 'Too many large requests arrive at once: try again in a moment', { retryable: true });
      const whole = parts.take(data, place);
      this.waitingBytes += data.byteLength;
      return whole;
    } catch (thrown) {
      this.forget(callId);
      throw thrown;
    }
  }
}
