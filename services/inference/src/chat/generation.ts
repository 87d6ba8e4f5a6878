import type { ErrorCode, Usage } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { type Backend, MovedError, type Seat } from '../backends/backend.js';
import { BackendManager } from '../backends/backend-manager.js';
import type { GenerationOutcome } from '../recording/generation-recorder.js';
import { GenerationRecorder } from '../recording/generation-recorder.js';
import { LoadShedder } from '../gpu/load-shedder.port.js';
import { GenerationScope } from './generation-scope.js';

/** What a generation's frames say about it, whatever form they have. */
export interface Observation {
  readonly isToken: boolean;
  readonly usage: Usage | undefined;
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
    model: string,
    context: RequestContext,
    run: (seat: Seat) => Promise<Result>,
  ): Promise<Result> {
    const course = new Course(model);
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
    model: string,
    context: RequestContext,
    open: (seat: Seat) => AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>,
    observe: (frame: Frame) => Observation,
  ): AsyncGenerator<Frame, void, undefined> {
    const course = new Course(model);
    let seat: Seat | undefined;
    let frames: AsyncIterator<Frame> | undefined;
    try {
      this.shedder.admit(this.backends.running);
      const begun = await this.begin(course, context, (at) => firstOf(open(at)));
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
        const taking = this.backends.take(course.model, scope, at);
        seat = taking instanceof Promise ? await taking : taking;
        const { slots, retry } = seat.backend.rules;
        course.movesTo(seat);
        seat.release = slots.takeFree() ?? (await slots.acquire(context.tenant, seat.signal, context.deadline - Date.now()));
        const result = await retry.run(course.attemptAt(seat, run), seat.signal, () => context.deadline - Date.now());
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

async function firstOf<Frame>(opened: AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>) {
  const frames = (opened instanceof Promise ? await opened : opened)[Symbol.asyncIterator]();
  return { frames, first: await frames.next() };
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

  constructor(readonly model: string) {}

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
      model: seat ? seat.model : this.model,
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
