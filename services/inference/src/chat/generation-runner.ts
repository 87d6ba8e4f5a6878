import type { Usage } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { type Backend, MovedError, type Seat } from '../backends/backend.js';
import { BackendManager } from '../backends/backend-manager.js';
import { firstFrame } from '../generation/first-frame.js';
import { GenerationRecorder } from '../recording/generation-recorder.js';
import type { Release } from '../generation/slot-queue.js';
import { LoadShedder } from '../gpu/load-shedder.port.js';
import { GenerationScope } from '../generation/generation-scope.js';
import { type Demand, GenerationCourse, type Observation } from './generation-course.js';

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
  ) {
    for (const { engine, spec } of backends.routes.all) recorder.expect(engine.name, spec.model);
  }

  async call<Result extends { readonly usage: Usage | undefined }>(
    demand: Demand,
    context: RequestContext,
    run: (seat: Seat) => Promise<Result>,
  ): Promise<Result> {
    const course = new GenerationCourse(demand, context);
    try {
      this.shedder.admit(this.backends.running);
      const { seat, result } = await this.begin(course, context, run);
      this.backends.leave(seat);
      course.usage = result.usage;
      return result;
    } catch (thrown) {
      throw course.failed(thrown);
    } finally {
      this.record(course, context);
    }
  }

  /** Nothing is tried again once the first frame was passed on. */
  async *stream<Frame>(
    demand: Demand,
    context: RequestContext,
    open: (seat: Seat) => AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>,
    observe: (frame: Frame) => Observation,
  ): AsyncGenerator<Frame, void, undefined> {
    const course = new GenerationCourse(demand, context);
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
      this.record(course, context);
    }
  }

  private record(course: GenerationCourse, context: RequestContext): void {
    const outcome = course.outcome();
    context.spend?.(outcome.usage?.total_tokens ?? 0);
    this.recorder.record(outcome);
    course.endSpan(outcome);
  }

  /** @returns the seat it came from, still taken */
  private async begin<Result>(
    course: GenerationCourse,
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
        const result = await this.tried(course, seat, context, run);
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

  private tried<Result>(
    course: GenerationCourse,
    seat: Seat,
    context: RequestContext,
    run: (seat: Seat) => Promise<Result>,
  ): Promise<Result> {
    const leftMs = () => context.deadline - Date.now();
    const isElsewhere = () => this.backends.fallbackOf(course.triedWith(seat)) !== undefined;
    return seat.backend.retry.run(course.attemptAt(seat, run), seat.signal, leftMs, isElsewhere);
  }

  /** Without waiting where a slot is free. */
  private admit({ tokens: estimated }: Demand, { backend, model, signal }: Seat, context: RequestContext): Release | Promise<Release> {
    const { slots } = backend;
    // What is longer than the window is cut or refused.
    const tokens = Math.min(estimated, backend.names.windowOf(model) ?? Infinity);
    const leftMs = Math.min(this.limits.timeoutMs, context.deadline - Date.now());
    return slots.takeFree(tokens) ?? slots.acquire({ tenant: context.tenant, tokens, leftMs }, signal);
  }

  private nextPlace(thrown: unknown, seat: Seat | undefined, scope: GenerationScope, course: GenerationCourse): Backend | undefined {
    if (!seat || scope.signal.aborted) return undefined;
    const error = toAppError(thrown);
    const tried = course.fell(seat, error);
    return error.code === 'UNAVAILABLE' ? this.backends.fallbackOf(tried) : undefined;
  }
}

function isMoved(scope: GenerationScope): boolean {
  return scope.signal.reason instanceof MovedError;
}
