import type { CallContract, EventContract, StreamContract } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { Server } from '@nestjs/microservices';
import { CallScope } from '../calls/call-scope.js';
import { Dispatcher } from '../calls/dispatcher.js';
import { type CallOptions, MessageClient } from '../calls/message-client.port.js';
import type { MessageServer, MessageServerOptions, MessageTransport } from '../calls/message-transport.js';
import type { RequestContext } from '../calls/request-context.js';

interface Replica {
  readonly instance: string;
  readonly dispatcher: Dispatcher;
}

/** The embedded shape: all services in one process, the same validation, deadlines, cancelling and errors as over NATS. */
export class InProcessTransport implements MessageTransport {
  private readonly replicas = new Map<string, Replica[]>();
  readonly client: MessageClient = new InProcessClient(
    (subject, instance) => this.find(subject, instance),
    (subject) => (this.replicas.get(subject) ?? []).map(({ dispatcher }) => dispatcher),
  );

  createServer(options: MessageServerOptions): MessageServer {
    return new InProcessServer(options, this.replicas);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  /** Replicas take turns, as a queue group's members do. */
  private find(subject: string, instance: string | undefined): Dispatcher | undefined {
    const replicas = this.replicas.get(subject) ?? [];
    if (instance !== undefined) return replicas.find((replica) => replica.instance === instance)?.dispatcher;
    const next = replicas.shift();
    if (next) replicas.push(next);
    return next?.dispatcher;
  }
}

class InProcessServer extends Server {
  override readonly transportId = Symbol('docmind-in-process');
  private readonly dispatcher: Dispatcher;

  constructor(
    private readonly options: MessageServerOptions,
    private readonly replicas: Map<string, Replica[]>,
  ) {
    super();
    this.dispatcher = new Dispatcher(this.messageHandlers, options.logger, options.spans);
  }

  listen(callback: () => void): void {
    const { instance } = this.options;
    for (const { subject } of this.dispatcher.subjects) {
      this.replicas.set(subject, [...(this.replicas.get(subject) ?? []), { instance, dispatcher: this.dispatcher }]);
    }
    callback();
  }

  async close(): Promise<void> {
    for (const [subject, replicas] of this.replicas) {
      this.replicas.set(
        subject,
        replicas.filter((replica) => replica.dispatcher !== this.dispatcher),
      );
    }
    await this.dispatcher.close();
  }

  on(): never {
    throw new AppError('INTERNAL', 'The in-process transport emits no events');
  }

  unwrap<T>(): T {
    return this.dispatcher as T;
  }
}

class InProcessClient extends MessageClient {
  private closed = false;

  constructor(
    private readonly find: (subject: string, instance?: string) => Dispatcher | undefined,
    private readonly each: (subject: string) => readonly Dispatcher[],
  ) {
    super();
  }

  async call<Request, Reply>(
    contract: CallContract<Request, Reply>,
    request: Request,
    context: RequestContext,
    options: CallOptions = {},
  ): Promise<Reply> {
    const target = this.target(contract.subject, options.instance);
    const scope = new CallScope(childOf(context));
    try {
      return (await scope.race(target.call(contract.subject, request, scope))) as Reply;
    } catch (thrown) {
      throw toAppError(thrown);
    } finally {
      scope.end();
    }
  }

  async *stream<Request, Frame>(
    contract: StreamContract<Request, Frame>,
    request: Request,
    context: RequestContext,
  ): AsyncGenerator<Frame, void, undefined> {
    const scope = new CallScope(childOf(context));
    const frames = this.target(contract.subject).stream(contract.subject, request, scope);
    try {
      for (;;) {
        const next = await scope.race(frames.next());
        if (next.done) return;
        yield next.value as Frame;
      }
    } catch (thrown) {
      throw toAppError(thrown);
    } finally {
      scope.abort(new AppError('CANCELLED', 'The caller left the stream'));
      scope.end();
      // Not awaited: a handler that is slow to see the signal must not hold the caller back.
      frames.return().catch(() => undefined);
    }
  }

  async publish<Payload>(contract: EventContract<Payload>, payload: Payload, context: RequestContext): Promise<void> {
    if (this.closed) return;
    const targets = contract.audience === 'each' ? this.each(contract.subject) : [this.find(contract.subject)];
    for (const target of targets) {
      if (!target) continue;
      // An event outlives the request that caused it.
      const scope = new CallScope({ ...childOf(context), deadline: Number.MAX_SAFE_INTEGER, signal: new AbortController().signal });
      target
        .call(contract.subject, payload, scope)
        .catch(() => undefined)
        .finally(() => scope.end());
    }
  }

  isConnected(): boolean {
    return !this.closed;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  private target(subject: string, instance?: string): Dispatcher {
    const target = this.closed ? undefined : this.find(subject, instance);
    if (!target) throw new AppError('UNAVAILABLE', `Nobody answers ${subject}: the service is not running`);
    return target;
  }
}

function childOf(context: RequestContext): RequestContext {
  const { spend: _ofTheDoor, spans: _ofTheCaller, ...carried } = context;
  return carried;
}
