import { randomUUID } from 'node:crypto';
import { AppError } from '@docmind/errors';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { CallScope } from '../calls/call-scope.js';
import type { RequestContext } from '../calls/request-context.js';
import { lost, type NatsLink } from './nats-link.js';
import { markPart, PartsInOrder, partsOf, placeOf } from './parts.js';
import { CANCEL_SUBJECT, continuedAt, decode, encode, instanceSubject, toHeaders } from './wire.js';

const NO_RESPONDERS = 503;

/** Whoever had the request was not heard of for longer than one that lives is silent. */
export class FellSilentError extends AppError {}

/** One request, and the messages that come back for it, in however many parts either goes. To be ended, whatever happens. */
export class NatsExchange {
  readonly scope: CallScope;
  private readonly callId = randomUUID();
  private readonly connection: NatsConnection;
  private readonly inbox: string;
  private readonly parts: readonly Uint8Array[];
  private readonly subscription: Subscription;
  private readonly messages: AsyncIterator<Msg>;
  private readonly offDisconnect: () => void;
  private arriving = new PartsInOrder();

  /** Sends the request. @throws AppError UNAVAILABLE without a connection, INVALID_ARGUMENT for a request that is too large */
  constructor(
    link: NatsLink,
    readonly subject: string,
    request: unknown,
    private readonly context: RequestContext,
  ) {
    this.connection = link.require();
    this.parts = partsOf(encode(request), this.connection.info?.max_payload ?? Infinity, subject);
    this.inbox = `${link.inbox}.${this.callId}`;
    this.subscription = this.connection.subscribe(this.inbox);
    this.messages = this.subscription[Symbol.asyncIterator]();
    this.scope = new CallScope(context);
    this.offDisconnect = link.onDisconnect(() => this.scope.abort(lost()));
    this.publish(subject, 0);
  }

  /**
   * The next message that says more than that the other side is alive.
   * @throws AppError UNAVAILABLE where nobody answers the subject, or whoever does was not heard of for so long
   */
  async next(silenceLimitMs: number): Promise<object> {
    for (;;) {
      const message = decode(await this.receive(silenceLimitMs), this.subject) as object;
      if (!('alive' in message)) return message;
    }
  }

  /** @param isDone whether the other side has nothing left to do; else it is told that nobody waits */
  end(isDone: boolean): void {
    this.offDisconnect();
    this.scope.end();
    this.subscription.unsubscribe();
    // Best effort: a lost connection can't carry it, and the other side then aborts by itself.
    if (!isDone && !this.connection.isClosed()) this.connection.publish(CANCEL_SUBJECT, this.callId);
  }

  private async receive(silenceLimitMs: number): Promise<Uint8Array> {
    // The iterator can only be ended from outside by ending the subscription.
    const silence = setTimeout(() => this.subscription.unsubscribe(), silenceLimitMs);
    try {
      for (;;) {
        const received = await this.messages.next();
        if (received.done) throw this.silent();
        silence.refresh();
        const whole = this.take(received.value);
        if (whole !== undefined) return whole;
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private silent(): AppError {
    return new FellSilentError(
      'UNAVAILABLE',
      `Whoever worked on ${this.subject} fell silent: it ended in between, or is too busy; try again`,
    );
  }

  private take(message: Msg): Uint8Array | undefined {
    if (message.headers?.code === NO_RESPONDERS) {
      throw new AppError('UNAVAILABLE', `Nobody answers ${this.subject}: the service is not running or not connected`);
    }
    const instance = continuedAt(message.headers);
    if (instance !== undefined) return this.sendRest(instance);
    const place = placeOf(message.headers);
    if (place === undefined) return message.data;
    const whole = this.arriving.take(message.data, place);
    if (whole !== undefined) this.arriving = new PartsInOrder();
    return whole;
  }

  private sendRest(instance: string): undefined {
    const { subject } = this;
    const ofReplica = subject.endsWith(`.${instance}`) ? subject : instanceSubject(subject, instance);
    for (let index = 1; index < this.parts.length; index += 1) this.publish(ofReplica, index);
  }

  /** Each part says where to reply: a replica that is gone, or refuses one of them, is heard of at once. */
  private publish(subject: string, index: number): void {
    const headers = toHeaders(this.context, this.callId);
    const count = this.parts.length;
    if (count > 1) markPart(headers, { index, count });
    this.connection.publish(subject, this.parts[index], { headers, reply: this.inbox });
  }
}
