import type { AnyContract } from '@docmind/contracts';
import { AppError, invalidArgument, toAppError, within } from '@docmind/errors';
import type { MessageHandler } from '@nestjs/microservices';
import { firstValueFrom, isObservable } from 'rxjs';
import type { CallScope } from './call-scope.js';
import type { MessagingLogger } from './message-transport.js';
import { inSpan } from './in-span.js';
import { isSampled, type RequestContext, requestFacts } from './request-context.js';
import type { Spans, SpanStart } from './spans.port.js';

const DEFAULT_DRAIN_MS = 10_000;
const ABORT_GRACE_MS = 2_000;

/** One service's handlers behind either transport: validates, runs, logs what is our own fault, and drains at the end. */
export class Dispatcher {
  private readonly active = new Set<CallScope>();
  private closing = false;
  private onIdle: (() => void) | undefined;

  constructor(
    private readonly handlers: ReadonlyMap<string, MessageHandler>,
    private readonly logger: MessagingLogger,
    private readonly spans?: Spans,
  ) {}

  get subjects(): { subject: string; contract: AnyContract }[] {
    return [...this.handlers].map(([subject, handler]) => ({ subject, contract: contractOf(subject, handler) }));
  }

  /** @throws AppError whatever went wrong, never another kind */
  async call(subject: string, request: unknown, scope: CallScope): Promise<unknown> {
    return this.tracked(scope, async () => {
      const startedAt = performance.now();
      try {
        const work = (context: RequestContext) => this.run(subject, request, context);
        const reply = await inSpan(this.traced(scope.context), () => this.spanOf(subject), work);
        this.handled(subject, startedAt, scope.context);
        return reply;
      } catch (thrown) {
        throw this.report(subject, thrown, scope.context);
      }
    });
  }

  /** @throws AppError while iterating, whatever went wrong */
  async *stream(subject: string, request: unknown, scope: CallScope): AsyncGenerator<unknown, void, undefined> {
    this.enter(scope);
    const startedAt = performance.now();
    const context = this.traced(scope.context);
    const span = context.spans?.start(this.spanOf(subject), context.traceparent);
    let isRefused = false;
    try {
      const frames = await this.run(subject, request, span ? { ...context, traceparent: span.traceparent } : context);
      if (!isAsyncIterable(frames)) throw new AppError('INTERNAL', `${subject} did not answer with a stream`);
      yield* frames;
    } catch (thrown) {
      isRefused = true;
      const error = this.report(subject, thrown, scope.context);
      span?.fail(error.code);
      throw error;
    } finally {
      span?.end();
      // Also where the reader left.
      if (!isRefused) this.handled(subject, startedAt, scope.context);
      this.leave(scope);
    }
  }

  /** Refuses new work, waits for what runs, and aborts what is left after `drainMs`. */
  async close(drainMs = DEFAULT_DRAIN_MS): Promise<void> {
    this.closing = true;
    if (this.active.size === 0) return;
    const idle = new Promise<void>((resolve) => (this.onIdle = resolve));
    await within(idle, drainMs).catch(() => {
      this.abortAll('The service is shutting down');
      // A handler that ignores its signal must not keep the process alive.
      return within(idle, ABORT_GRACE_MS).catch(() => undefined);
    });
  }

  abortAll(reason: string): void {
    for (const scope of this.active) scope.abort(new AppError('UNAVAILABLE', reason));
  }

  private async tracked<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
    this.enter(scope);
    try {
      return await work();
    } finally {
      this.leave(scope);
    }
  }

  private enter(scope: CallScope): void {
    if (this.closing) throw new AppError('UNAVAILABLE', 'The service is shutting down');
    this.active.add(scope);
  }

  private leave(scope: CallScope): void {
    this.active.delete(scope);
    if (this.active.size === 0) this.onIdle?.();
  }

  /** What nobody records costs nothing. */
  private traced(context: RequestContext): RequestContext {
    return this.spans && isSampled(context.traceparent) ? { ...context, spans: this.spans } : context;
  }

  private spanOf(subject: string): SpanStart {
    const isEvent = this.handlers.get(subject)?.isEventHandler === true;
    return { name: subject, kind: isEvent ? 'consumer' : 'server', attributes: { 'rpc.method': subject } };
  }

  private async run(subject: string, request: unknown, context: RequestContext): Promise<unknown> {
    const handler = this.handlers.get(subject);
    if (!handler) throw new AppError('UNAVAILABLE', `Nobody answers ${subject}`);
    const parsed = contractOf(subject, handler).request.safeParse(request);
    if (!parsed.success) throw invalidArgument(parsed.error);
    context.signal.throwIfAborted();
    const result: unknown = await handler(parsed.data, context);
    return isObservable(result) ? firstValueFrom(result, { defaultValue: undefined }) : result;
  }

  private handled(subject: string, startedAt: number, context: RequestContext): void {
    this.logger.debug({ msg: 'message handled', subject, ...requestFacts(context), durationMs: Math.round(performance.now() - startedAt) });
  }

  private report(subject: string, thrown: unknown, context: RequestContext): AppError {
    const error = toAppError(thrown);
    const facts = { subject, ...requestFacts(context), errorCode: error.code };
    if (error.code === 'INTERNAL') {
      const origin = error.cause ?? error;
      this.logger.error({
        msg: 'message handler failed',
        ...facts,
        reason: String(origin),
        stack: stackOf(origin),
      });
    } else {
      this.logger.debug({ msg: 'message handler refused', ...facts, reason: error.message });
    }
    return error;
  }
}

function contractOf(subject: string, handler: MessageHandler): AnyContract {
  const contract = (handler.extras as { contract?: AnyContract } | undefined)?.contract;
  if (!contract) throw new AppError('INTERNAL', `The handler of ${subject} has no contract: use @Handles`);
  return contract;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof (value as AsyncIterable<unknown> | undefined)?.[Symbol.asyncIterator] === 'function';
}

function stackOf(thrown: unknown): string | undefined {
  return thrown instanceof Error ? thrown.stack : undefined;
}
