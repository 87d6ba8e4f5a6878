import type { ErrorCode, Usage } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { GenerationOutcome } from '../recording/generation-recorder.js';
import { GenerationRecorder } from '../recording/generation-recorder.js';
import { LoadShedder } from '../gpu/load-shedder.port.js';
import { SlotQueue } from '../slot-queue.js';
import { EngineRetry } from './engine-retry.js';
import { GenerationScope } from './generation-scope.js';

/** What a generation's frames say about it, whatever form they have. */
export interface Observation {
  readonly isToken: boolean;
  readonly usage: Usage | undefined;
}

export class GenerationRules {
  constructor(
    readonly slots: SlotQueue,
    readonly retry: EngineRetry,
    readonly timeoutMs: number,
  ) {}
}

/** Admission, deadline, retries and the record around one generation, streamed or not. */
@Injectable()
export class GenerationRunner {
  constructor(
    private readonly rules: GenerationRules,
    private readonly recorder: GenerationRecorder,
    private readonly shedder: LoadShedder,
  ) {}

  async call<Result extends { readonly usage: Usage | undefined }>(
    model: string,
    context: RequestContext,
    run: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const course = new Course(model);
    const scope = new GenerationScope(context, this.rules.timeoutMs);
    let release: (() => void) | undefined;
    try {
      this.shedder.admit();
      release = this.rules.slots.takeFree() ?? (await this.rules.slots.acquire(context.tenant, scope.signal));
      const result = await this.rules.retry.run((failed) => course.attempt(failed, () => run(scope.signal)), scope.signal);
      course.usage = result.usage;
      return result;
    } catch (thrown) {
      throw course.failed(thrown);
    } finally {
      release?.();
      scope.end();
      this.recorder.record(course.outcome());
    }
  }

  /** Nothing is tried again once the first frame was passed on. */
  async *stream<Frame>(
    model: string,
    context: RequestContext,
    open: (signal: AbortSignal) => AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>,
    observe: (frame: Frame) => Observation,
  ): AsyncGenerator<Frame, void, undefined> {
    const course = new Course(model);
    const scope = new GenerationScope(context, this.rules.timeoutMs);
    let release: (() => void) | undefined;
    let frames: AsyncIterator<Frame> | undefined;
    try {
      this.shedder.admit();
      release = this.rules.slots.takeFree() ?? (await this.rules.slots.acquire(context.tenant, scope.signal));
      const begin = (failed: number) => course.attempt(failed, () => firstOf(open(scope.signal)));
      const begun = await this.rules.retry.run(begin, scope.signal);
      frames = begun.frames;
      for (let next = begun.first; !next.done; next = await frames.next()) {
        course.note(observe(next.value));
        yield next.value;
      }
      course.isComplete = true;
    } catch (thrown) {
      throw course.failed(thrown);
    } finally {
      await frames?.return?.();
      release?.();
      scope.end();
      this.recorder.record(course.outcome());
    }
  }
}

async function firstOf<Frame>(opened: AsyncIterable<Frame> | Promise<AsyncIterable<Frame>>) {
  const frames = (opened instanceof Promise ? await opened : opened)[Symbol.asyncIterator]();
  return { frames, first: await frames.next() };
}

/** What becomes of one generation. */
class Course {
  usage: Usage | undefined;
  isComplete = true;
  private readonly startedAt = performance.now();
  private timeToFirstTokenMs: number | undefined;
  private errorCode: ErrorCode | undefined;
  private retries = 0;

  constructor(private readonly model: string) {}

  attempt<Result>(failed: number, run: () => Promise<Result>): Promise<Result> {
    this.retries = failed;
    return run();
  }

  note({ isToken, usage }: Observation): void {
    this.isComplete = false;
    if (isToken) this.timeToFirstTokenMs ??= performance.now() - this.startedAt;
    this.usage ??= usage;
  }

  failed(thrown: unknown): unknown {
    this.errorCode = toAppError(thrown).code;
    return thrown;
  }

  outcome(): GenerationOutcome {
    const { model, timeToFirstTokenMs, usage, retries } = this;
    const errorCode = this.errorCode ?? (this.isComplete ? undefined : 'CANCELLED');
    return { model, totalMs: performance.now() - this.startedAt, timeToFirstTokenMs, usage, errorCode, retries };
  }
}
