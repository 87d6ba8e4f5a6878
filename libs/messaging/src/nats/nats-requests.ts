import { AppError } from '@docmind/errors';
import type { Msg } from '@nats-io/transport-node';
import { PartsInOrder, placeOf } from './parts.js';
import { continueAt } from './wire.js';

/** A request, and the message that its replies answer. */
export interface WholeRequest {
  readonly data: Uint8Array;
  readonly message: Msg;
}

interface Begun {
  readonly first: Msg;
  readonly parts: PartsInOrder;
  heardAtMs: number;
}

/** Of all requests together that wait for their next part. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const PART_LIMIT_MS = 10_000;

/** Requests that come in parts. The first part finds any replica; the others go to that one, which says its name. */
export class NatsRequests {
  private readonly begun = new Map<string, Begun>();

  constructor(private readonly instance: string) {}

  /**
   * @returns undefined while parts are missing
   * @throws AppError where they can't become a request
   */
  take(message: Msg, callId: string, nowMs = Date.now()): WholeRequest | undefined {
    const place = placeOf(message.headers);
    if (place === undefined) return { data: message.data, message };
    const begun = place.index === 0 ? this.begin(message, callId, nowMs) : this.begun.get(callId);
    if (begun === undefined) return undefined;
    const data = this.joined(begun, message, callId);
    if (data !== undefined) {
      this.forget(callId);
      return { data, message: begun.first };
    }
    begun.heardAtMs = nowMs;
    if (place.index === 0) message.respond(new Uint8Array(), { headers: continueAt(this.instance) });
    return undefined;
  }

  /** Whoever sent it has left. */
  forget(callId: string): void {
    this.begun.delete(callId);
  }

  private begin(first: Msg, callId: string, nowMs: number): Begun {
    let waitingBytes = first.data.byteLength;
    for (const [id, { heardAtMs, parts }] of this.begun) {
      if (nowMs - heardAtMs > PART_LIMIT_MS) this.begun.delete(id);
      else waitingBytes += parts.bytes;
    }
    if (waitingBytes > MAX_WAITING_BYTES) {
      throw new AppError('RESOURCE_EXHAUSTED', 'Too many large requests arrive at once: try again in a moment', { retryable: true });
    }
    const begun = { first, parts: new PartsInOrder(), heardAtMs: nowMs };
    this.begun.set(callId, begun);
    return begun;
  }

  private joined({ parts }: Begun, message: Msg, callId: string): Uint8Array | undefined {
    try {
      return parts.take(message.data, placeOf(message.headers) ?? { index: 0, count: 1 });
    } catch (thrown) {
      this.forget(callId);
      throw thrown;
    }
  }
}
