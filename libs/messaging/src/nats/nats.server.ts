import type { AnyContract } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { Server } from '@nestjs/microservices';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import { CallScope } from '../calls/call-scope.js';
import { Dispatcher } from '../calls/dispatcher.js';
import type { MessageServerOptions } from '../calls/message-transport.js';
import { type RequestContext, requestFacts } from '../calls/request-context.js';
import { lost, type NatsLink } from './nats-link.js';
import { NatsRequests, type WholeRequest } from './nats-requests.js';
import { respondInParts } from './parts.js';
import {
  CANCEL_SUBJECT,
  decode,
  encode,
  fromHeaders,
  instanceSubject,
  KEEP_ALIVE_MS,
  type WireFrame,
  type WireKeepAlive,
  type WireReply,
} from './wire.js';

/** A service's handlers on NATS subjects: one queue group a service, one subject more a replica, one cancel subject for all. */
export class NatsServer extends Server {
  override readonly transportId = Symbol('docmind-nats');
  private readonly dispatcher: Dispatcher;
  private readonly running = new Map<string, CallScope>();
  private readonly requests: NatsRequests;
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly options: MessageServerOptions,
    private readonly link: NatsLink,
  ) {
    super();
    this.dispatcher = new Dispatcher(this.messageHandlers, options.logger, options.spans);
    this.requests = new NatsRequests(options.instance);
    // Whoever waits has already been told by its own side of the broken connection.
    this.link.onDisconnect(() => this.dispatcher.abortAll('The message bus was lost while the work was running'));
  }

  /** Returns at once: a service starts without NATS, says so in its readiness, and subscribes when NATS is there. */
  listen(callback: () => void): void {
    void this.link.whenOpened().then((connection) => {
      if (connection) this.subscribe(connection);
    });
    callback();
  }

  async close(): Promise<void> {
    if (this.link.isConnected) await Promise.all(this.subscriptions.map((subscription) => subscription.drain().catch(() => undefined)));
    await this.dispatcher.close();
  }

  on(): never {
    throw new AppError('INTERNAL', 'The NATS transport emits no events; ask the client whether it is connected');
  }

  unwrap<T>(): T {
    return this.dispatcher as T;
  }

  private subscribe(connection: NatsConnection): void {
    const { service, instance } = this.options;
    for (const { subject, contract } of this.dispatcher.subjects) {
      const callback = (_error: Error | null, message: Msg) => void this.onMessage(contract, message, connection);
      const group = isForEach(contract) ? {} : { queue: service };
      this.subscriptions.push(connection.subscribe(subject, { ...group, callback }));
      if (contract.kind !== 'event') this.subscriptions.push(connection.subscribe(instanceSubject(subject, instance), { callback }));
    }
    const onCancel = (_error: Error | null, message: Msg) => {
      this.requests.forget(message.string());
      this.running.get(message.string())?.abort(new AppError('CANCELLED', 'The caller went away'));
    };
    this.subscriptions.push(connection.subscribe(CANCEL_SUBJECT, { callback: onCancel }));
  }

  private async onMessage(contract: AnyContract, received: Msg, connection: NatsConnection): Promise<void> {
    const { context, callId } = fromHeaders(received.headers);
    const request = this.requestOf(contract, received, callId, connection);
    if (request === undefined) return;
    const scope = new CallScope(contract.kind === 'event' ? { ...context, deadline: Number.MAX_SAFE_INTEGER } : context);
    this.running.set(callId, scope);
    try {
      if (contract.kind === 'stream') await this.answerStream(contract.subject, request, scope, connection);
      else await this.answerCall(contract.subject, request, scope, connection);
    } catch (thrown) {
      this.warnOf(contract, context, thrown);
    } finally {
      scope.end();
      this.running.delete(callId);
    }
  }

  /** Undefined while parts of it are missing, and where it is refused. */
  private requestOf(contract: AnyContract, received: Msg, callId: string, connection: NatsConnection): WholeRequest | undefined {
    try {
      return this.requests.take(received, callId);
    } catch (thrown) {
      const error = toAppError(thrown).toWire();
      const refusal = contract.kind === 'stream' ? { n: 0, error } : { error };
      if (received.reply) respondInParts(received, encode(refusal), maxPayloadOf(connection));
      return undefined;
    }
  }

  private async answerCall(subject: string, { data, message }: WholeRequest, scope: CallScope, connection: NatsConnection): Promise<void> {
    const send = (reply: WireReply) => message.reply && respondInParts(message, encode(reply), maxPayloadOf(connection));
    const alive = this.keepAlive(message);
    try {
      send({ d: await scope.race(this.dispatcher.call(subject, decode(data, subject), scope)) });
    } catch (thrown) {
      send({ error: toAppError(thrown).toWire() });
    } finally {
      clearInterval(alive);
    }
  }

  /** An event has nobody who waits. */
  private keepAlive(message: Msg): NodeJS.Timeout | undefined {
    const alive: WireKeepAlive = { alive: true };
    return message.reply ? setInterval(() => this.link.isConnected && message.respond(encode(alive)), KEEP_ALIVE_MS) : undefined;
  }

  private async answerStream(
    subject: string,
    { data, message }: WholeRequest,
    scope: CallScope,
    connection: NatsConnection,
  ): Promise<void> {
    const send = (frame: WireFrame) => respondInParts(message, encode(frame), maxPayloadOf(connection));
    const alive = this.keepAlive(message);
    let n = 0;
    const frames = this.dispatcher.stream(subject, decodeOrUndefined(data, subject), scope);
    try {
      for (;;) {
        const next = await scope.race(frames.next());
        if (next.done) break;
        if (!this.link.isConnected) throw lost();
        send({ n, d: next.value });
        n += 1;
      }
      send({ n, end: true });
    } catch (thrown) {
      scope.abort(new AppError('CANCELLED', 'The stream ended early'));
      send({ n, error: toAppError(thrown).toWire() });
    } finally {
      clearInterval(alive);
      frames.return().catch(() => undefined);
    }
  }

  private warnOf({ subject }: AnyContract, context: RequestContext, thrown: unknown): void {
    const { code, message: reason } = toAppError(thrown);
    this.options.logger.warn({ msg: 'reply could not be sent', subject, ...requestFacts(context), errorCode: code, reason });
  }
}

function maxPayloadOf(connection: NatsConnection): number {
  return connection.info?.max_payload ?? Infinity;
}

function isForEach(contract: AnyContract): boolean {
  return contract.kind === 'event' && contract.audience === 'each';
}

/** What can't be read fails the contract's validation, which answers in the stream's own form. */
function decodeOrUndefined(data: Uint8Array, subject: string): unknown {
  try {
    return decode(data, subject);
  } catch {
    return undefined;
  }
}
