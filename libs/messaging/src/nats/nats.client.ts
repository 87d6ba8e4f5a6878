import { randomUUID } from 'node:crypto';
import type { CallContract, EventContract, StreamContract } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { type CallOptions, MessageClient } from '../calls/message-client.port.js';
import type { MessagingLogger } from '../calls/message-transport.js';
import { type RequestContext, requestFacts } from '../calls/request-context.js';
import { FellSilentError, NatsExchange } from './nats-exchange.js';
import { NatsFrames } from './nats-frames.js';
import { lost, type NatsLink } from './nats-link.js';
import { partsOf } from './parts.js';
import { CALL_SILENCE_LIMIT_MS, encode, instanceSubject, STREAM_SILENCE_LIMIT_MS, toHeaders, type WireReply } from './wire.js';

export class NatsClient extends MessageClient {
  constructor(
    private readonly link: NatsLink,
    private readonly logger: MessagingLogger,
  ) {
    super();
  }

  async call<Request, Reply>(
    contract: CallContract<Request, Reply>,
    request: Request,
    context: RequestContext,
    options: CallOptions = {},
  ): Promise<Reply> {
    const subject = options.instance === undefined ? contract.subject : instanceSubject(contract.subject, options.instance);
    if (!contract.isRepeatable) return this.ask(subject, request, context, CALL_SILENCE_LIMIT_MS);
    const ask = (): Promise<Reply> => this.ask(subject, request, context, STREAM_SILENCE_LIMIT_MS);
    return ask().catch((thrown: unknown) => this.askAnother(thrown, subject, context, ask));
  }

  async *stream<Request, Frame>(
    contract: StreamContract<Request, Frame>,
    request: Request,
    context: RequestContext,
  ): AsyncGenerator<Frame, void, undefined> {
    const { subject } = contract;
    const ask = (): AsyncGenerator<Frame, void, undefined> => this.frames(subject, request, context);
    let hasBegun = false;
    try {
      for await (const frame of ask()) {
        hasBegun = true;
        yield frame;
      }
    } catch (thrown) {
      if (hasBegun || !contract.isRepeatable) throw thrown;
      yield* this.askAnother(thrown, subject, context, ask);
    }
  }

  /** Once more, where whoever had it fell silent: by now NATS gives it to a replica that is there. @throws what was thrown, for any other reason */
  private askAnother<Answer>(thrown: unknown, subject: string, context: RequestContext, ask: () => Answer): Answer {
    if (!(thrown instanceof FellSilentError)) throw thrown;
    this.logger.warn({ msg: 'the replica that had a request fell silent, another one is asked', subject, ...requestFacts(context) });
    return ask();
  }

  private async ask<Reply>(subject: string, request: unknown, context: RequestContext, silenceLimitMs: number): Promise<Reply> {
    const exchange = this.begin(subject, request, context);
    let isAnswered = false;
    try {
      const reply = (await exchange.scope.race(exchange.next(silenceLimitMs))) as WireReply;
      isAnswered = true;
      if ('error' in reply) throw AppError.fromWire(reply.error);
      return reply.d as Reply;
    } catch (thrown) {
      throw fromNats(thrown);
    } finally {
      exchange.end(isAnswered);
    }
  }

  private async *frames<Frame>(subject: string, request: unknown, context: RequestContext): AsyncGenerator<Frame, void, undefined> {
    const exchange = this.begin(subject, request, context);
    const frames = new NatsFrames(exchange);
    try {
      for (;;) {
        const next = await exchange.scope.race(frames.next());
        if (next.done) return;
        yield next.value as Frame;
      }
    } catch (thrown) {
      throw fromNats(thrown);
    } finally {
      exchange.end(frames.ended);
    }
  }

  /** Of one part: nobody would say where the others should go. */
  async publish<Payload>(contract: EventContract<Payload>, payload: Payload, context: RequestContext): Promise<void> {
    if (!this.link.isConnected) return;
    const connection = this.link.require();
    const maxBytes = connection.info?.max_payload ?? Infinity;
    const [bytes, more] = partsOf(encode(payload), maxBytes, contract.subject);
    if (more !== undefined) throw new AppError('INVALID_ARGUMENT', `An event has at most ${maxBytes} bytes: ${contract.subject} has more`);
    connection.publish(contract.subject, bytes, { headers: toHeaders(context, randomUUID()) });
  }

  isConnected(): boolean {
    return this.link.isConnected;
  }

  close(): Promise<void> {
    return this.link.close();
  }

  private begin(subject: string, request: unknown, context: RequestContext): NatsExchange {
    try {
      return new NatsExchange(this.link, subject, request, context);
    } catch (thrown) {
      throw fromNats(thrown);
    }
  }
}

function fromNats(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && /clos|drain|disconnect/i.test(thrown.name + thrown.message)) return lost();
  return toAppError(thrown);
}
