import { randomUUID } from 'node:crypto';
import type { CallContract, EventContract, StreamContract } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { type Msg, type NatsConnection, NoRespondersError, RequestError, type Subscription, TimeoutError } from '@nats-io/transport-node';
import { CallScope } from '../calls/call-scope.js';
import { type CallOptions, MessageClient } from '../calls/message-client.port.js';
import type { RequestContext } from '../calls/request-context.js';
import { lost, type NatsLink } from './nats-link.js';
import { NatsFrames } from './nats-frames.js';
import { CANCEL_SUBJECT, decode, encode, instanceSubject, toHeaders, type WireReply } from './wire.js';

const SLACK_MS = 1_000;

export class NatsClient extends MessageClient {
  constructor(private readonly link: NatsLink) {
    super();
  }

  async call<Request, Reply>(
    contract: CallContract<Request, Reply>,
    request: Request,
    context: RequestContext,
    options: CallOptions = {},
  ): Promise<Reply> {
    const connection = this.link.require();
    const subject = options.instance === undefined ? contract.subject : instanceSubject(contract.subject, options.instance);
    const payload = encode(request, connection.info?.max_payload ?? Infinity, contract.subject);
    const scope = new CallScope(context);
    const callId = randomUUID();
    const offDisconnect = this.link.onDisconnect(() => scope.abort(lost()));
    try {
      const timeout = Math.max(1, context.deadline - Date.now()) + SLACK_MS;
      const reply = await scope.race(connection.request(subject, payload, { timeout, headers: toHeaders(context, callId) }));
      return unwrap(reply, subject) as Reply;
    } catch (thrown) {
      if (scope.context.signal.aborted) cancel(connection, callId);
      throw fromNats(thrown, subject);
    } finally {
      offDisconnect();
      scope.end();
    }
  }

  async *stream<Request, Frame>(
    contract: StreamContract<Request, Frame>,
    request: Request,
    context: RequestContext,
  ): AsyncGenerator<Frame, void, undefined> {
    const connection = this.link.require();
    const payload = encode(request, connection.info?.max_payload ?? Infinity, contract.subject);
    const scope = new CallScope(context);
    const callId = randomUUID();
    const offDisconnect = this.link.onDisconnect(() => scope.abort(lost()));
    const inbox = `${this.link.inbox}.${callId}`;
    const subscription: Subscription = connection.subscribe(inbox);
    const frames = new NatsFrames(subscription, contract.subject);
    try {
      connection.publish(contract.subject, payload, { reply: inbox, headers: toHeaders(context, callId) });
      for (;;) {
        const next = await scope.race(frames.next());
        if (next.done) return;
        yield next.value as Frame;
      }
    } catch (thrown) {
      throw fromNats(thrown, contract.subject);
    } finally {
      offDisconnect();
      scope.end();
      subscription.unsubscribe();
      if (!frames.ended) cancel(connection, callId);
    }
  }

  async publish<Payload>(contract: EventContract<Payload>, payload: Payload, context: RequestContext): Promise<void> {
    if (!this.link.isConnected) return;
    const connection = this.link.require();
    const bytes = encode(payload, connection.info?.max_payload ?? Infinity, contract.subject);
    connection.publish(contract.subject, bytes, { headers: toHeaders(context, randomUUID()) });
  }

  isConnected(): boolean {
    return this.link.isConnected;
  }

  close(): Promise<void> {
    return this.link.close();
  }
}

function unwrap(message: Msg, subject: string): unknown {
  const reply = decode(message.data, subject) as WireReply;
  if ('error' in reply) throw AppError.fromWire(reply.error);
  return reply.d;
}

/** Best effort: a lost connection can't carry it, and the other side then aborts by itself. */
function cancel(connection: NatsConnection, callId: string): void {
  if (!connection.isClosed()) connection.publish(CANCEL_SUBJECT, callId);
}

function fromNats(thrown: unknown, subject: string): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof NoRespondersError || (thrown instanceof RequestError && thrown.isNoResponders()))
    return new AppError('UNAVAILABLE', `Nobody answers ${subject}: the service is not running or not connected`, { cause: thrown });
  if (thrown instanceof TimeoutError)
    return new AppError('DEADLINE_EXCEEDED', 'The deadline passed before the work was done', { cause: thrown });
  if (thrown instanceof Error && /clos|drain|disconnect/i.test(thrown.name + thrown.message)) return lost();
  return toAppError(thrown);
}
