import type { ErrorCode, Usage } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { type Backend, MovedError, type Seat } from '../backends/backend.js';
import { BackendManager } from '../backends/backend-manager.js';
import { firstFrame } from '../generation/first-frame.js';
import type { GenerationOutcome } from '../recording/generation-recorder.js';
import { GenerationRecorder } from '../recording/generation-recorder.js';
import type { Release } from '../generation/slot-queue.js';
import { LoadShedder } from '../gpu/load-shedder.port.js';
import { GenerationScope } from '../generation/generation-scope.js';

/** What a generation's frames say about it, whatever form they have. */
export interface Observation {
  readonly isToken: boolean;
  readonly usage: Usage | undefined;
}

/** What a generation is asked of. */
export interface Demand {
  /** As the request names it. */
  readonly model: string;
  /** Prompt and answer, estimated. */
  readonly tokens: number;
}

export class GenerationLimits {
  constructor(readonly timeoutMs: number) {}
}

/**
 * A backend, admission, deadline, retries and the record around one generation, streamed or not. Until its first frame a generation may move
 * to another backend: when its own is switched off, or fails and has a fallback.
 */
@Injectable()
export class GenerationRunner {
  constructor(
    private readonly backends: BackendManager,
    private readonly limits: GenerationLimits,
    private readonly recorder: GenerationRecorder,
    private readonly shedder: LoadShedder,
  ) {}

  async call<Result extends { readonly usage: Usage | undefined }>(
    demand: Demand,
    context: RequestContext,
    run: (seat: Seat) => Promise<Result>,
  ): Promise<Result> {
    const course = new Course(demand);
    try {
      this.shedder.admit(this.backends.running);
      const { seat, result } = await this.begin(course, context, run);
      this.backends.leave(seat);
      course.usage = result.usage;
      return result;
    } catch (thrown) {
      throw course.failed(thrown);
    } finally {
      this.recorder.record(course.outcome());
    }
  }

  /** Nothing is tried again once the first frame was passed on. */
  async *stream<Frame>(
    demand: Demand,
    context: RequestContext,
    open: (seat: Seat) => AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>,
    observe: (frame: Frame) => Observation,
  ): AsyncGenerator<Frame, void, undefined> {
    const course = new Course(demand);
    let seat: Seat | undefined;
    let frames: AsyncIterator<Frame> | undefined;
    try {
      this.shedder.admit(this.backends.running);
      const begun = await this.begin(course, context, (at) => firstFrame(open(at)));
      seat = begun.seat;
      frames = begun.result.frames;
      for (let next = begun.result.first; !next.done; next = await frames.next()) {
        course.note(observe(next.value));
        yield next.value;
      }
      course.isComplete = true;
    } catch (thrown) {
      throw course.failed(thrown);
    } finally {
      await frames?.return?.();
      if (seat) this.backends.leave(seat);
      this.recorder.record(course.outcome());
    }
  }

  /** @returns the seat it came from, still taken */
  private async begin<Result>(
    course: Course,
    context: RequestContext,
    run: (seat: Seat) => Promise<Result>,
  ): Promise<{ readonly seat: Seat; readonly result: Result }> {
    let at: Backend | undefined;
    for (;;) {
      const scope = new GenerationScope(context, this.limits.timeoutMs);
      let seat: Seat | undefined;
      try {
        const taking = this.backends.take(course.demand.model, scope, at);
        seat = taking instanceof Promise ? await taking : taking;
        course.movesTo(seat);
        const admitting = this.admit(course.demand, seat, context);
        seat.release = admitting instanceof Promise ? await admitting : admitting;
        const result = await seat.backend.rules.retry.run(course.attemptAt(seat, run), seat.signal, () => context.deadline - Date.now());
        seat.answers();
        return { seat, result };
      } catch (thrown) {
        if (seat) this.backends.leave(seat);
        else scope.end();
        at = this.nextPlace(thrown, seat, scope, course);
        if (at === undefined && !isMoved(scope)) throw thrown;
      }
    }
  }

  /** Without waiting where a slot is free. */
  private admit({ tokens: estimated }: Demand, { backend, model, signal }: Seat, context: RequestContext): Release | Promise<Release> {
    const { slots } = backend.rules;
    // What is longer than the window is cut or refused.
    const tokens = Math.min(estimated, backend.names.windowOf(model) ?? Infinity);
    const leftMs = Math.min(this.limits.timeoutMs, context.deadline - Date.now());
    return slots.takeFree(tokens) ?? slots.acquire({ tenant: context.tenant, tokens, leftMs }, signal);
  }

  private nextPlace(thrown: unknown, seat: Seat | undefined, scope: GenerationScope, course: Course): Backend | undefined {
    if (!seat || scope.signal.aborted) return undefined;
    const error = toAppError(thrown);
    const tried = course.fell(seat, error);
    return error.code === 'UNAVAILABLE' ? this.backends.fallbackOf(tried) : undefined;
  }
}

function isMoved(scope: GenerationScope): boolean {
  return scope.signal.reason instanceof MovedError;
}

/** What becomes of one generation. */
class Course {
  usage: Usage | undefined;
  isComplete = true;
  /** Made only when a backend fails, which is seldom. */
  private fallen: { readonly tried: Set<Backend>; readonly falls: Fall[] } | undefined;
  private readonly startedAt = performance.now();
  private timeToFirstTokenMs: number | undefined;
  private errorCode: ErrorCode | undefined;
  private retries = 0;
  private seat: Seat | undefined;

  constructor(readonly demand: Demand) {}

  movesTo(seat: Seat): void {
    this.seat = seat;
    this.retries = 0;
  }

  attemptAt<Result>(seat: Seat, run: (seat: Seat) => Promise<Result>): (failed: number) => Promise<Result> {
    seat.phase = 'running';
    return (failed) => {
      this.retries = failed;
      return run(seat);
    };
  }

  /** @returns the backends that failed so far */
  fell({ backend }: Seat, { code, message }: AppError): ReadonlySet<Backend> {
    this.fallen ??= { tried: new Set(), falls: [] };
    this.fallen.tried.add(backend);
    this.fallen.falls.push({ backend: backend.name, code, reason: message, attempts: this.retries + 1 });
    return this.fallen.tried;
  }

  note({ isToken, usage }: Observation): void {
    this.isComplete = false;
    if (isToken) this.timeToFirstTokenMs ??= performance.now() - this.startedAt;
    this.usage ??= usage;
  }

  /** What was tried is part of what a caller is told. */
  failed(thrown: unknown): unknown {
    const error = toAppError(thrown);
    this.errorCode = error.code;
    const { falls = [] } = this.fallen ?? {};
    if (falls.length === 0 || (falls.length === 1 && this.retries === 0)) return thrown;
    const tried = falls.map(
      ({ backend, attempts, reason }) => `${backend} (${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}): ${reason}`,
    );
    const details = { ...error.details, attempts: falls };
    const message = falls.length === 1 ? error.message : `No backend could answer. ${tried.join('; ')}`;
    return new AppError(error.code, message, { details, cause: error.cause, retryable: error.retryable });
  }

  outcome(): GenerationOutcome {
    const { seat } = this;
    return {
      model: seat ? seat.model : this.demand.model,
      engine: seat ? seat.backend.engine.name : 'none',
      backend: seat ? seat.backend.name : 'none',
      totalMs: performance.now() - this.startedAt,
      timeToFirstTokenMs: this.timeToFirstTokenMs,
      usage: this.usage,
      errorCode: this.errorCode ?? (this.isComplete ? undefined : 'CANCELLED'),
      retries: this.retries,
    };
  }
}

interface Fall {
  readonly backend: string;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly attempts: number;
}
