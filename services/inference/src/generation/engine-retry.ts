import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';
import { BrokenCircuitError, type CircuitBreakerPolicy, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { abortError } from './slot-queue.js';

const RETRIED = new Set<string | undefined>(['UNAVAILABLE', 'RESOURCE_EXHAUSTED']);

export interface EngineRetryOptions {
  readonly engine: string;
  /** One retry after each; empty for none. */
  readonly delaysMs: readonly number[];
  readonly breakerFailures: number;
  readonly breakerOpenMs: number;
  /** Whether the engine itself is well. One that is has failed at this request only, and the next caller's may be fine. */
  readonly isWell: () => Promise<boolean>;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
}

/** A pause is up to this share longer or shorter, so that requests which failed together don't come back together. */
const JITTER_SHARE = 0.25;
const LONGEST_PAUSE_MS = 10_000;

/**
 * For what is asked of an engine before its first token. Only codes that another try may heal are tried again, and an engine that was not well
 * at so many requests in a row is left alone for a while. A request counts once, however often it was tried, and not at all where the engine
 * is well: nobody's request keeps others from being answered. The loop is ours: a policy's layers of promises cost each good request more
 * than its rare use is worth.
 */
export class EngineRetry {
  private readonly breaker: CircuitBreakerPolicy;

  constructor(private readonly options: EngineRetryOptions) {
    this.breaker = circuitBreaker(
      handleWhen((error) => error instanceof NotWell),
      { halfOpenAfter: options.breakerOpenMs, breaker: new ConsecutiveBreaker(options.breakerFailures) },
    );
  }

  /**
   * @param attempt gets how many attempts failed before it, and must end when the signal aborts
   * @param leftMs how long anybody still waits: no pause is begun that would outlast it
   * @param isElsewhere whether another engine may answer: who is told by one that is down to wait goes there, and keeps no slot meanwhile
   */
  async run<Result>(
    attempt: (failed: number) => Promise<Result>,
    signal: AbortSignal,
    leftMs: () => number = () => Infinity,
    isElsewhere: () => boolean = () => false,
  ): Promise<Result> {
    const patienceMs = (thrown: unknown): number =>
      codeOf(thrown) === 'UNAVAILABLE' && askedPauseMs(thrown) > 0 && isElsewhere() ? 0 : leftMs();
    try {
      return await this.breaker.execute(() => this.tryUntilAnswered(attempt, signal, patienceMs));
    } catch (thrown) {
      if (thrown instanceof NotWell) throw thrown.cause;
      throw thrown instanceof BrokenCircuitError ? this.leftAlone() : thrown;
    }
  }

  private async tryUntilAnswered<Result>(
    attempt: (failed: number) => Promise<Result>,
    signal: AbortSignal,
    patienceMs: (thrown: unknown) => number,
  ): Promise<Result> {
    // One that was left alone shows at one try whether it is back.
    const isTrial = this.breaker.state !== CircuitState.Closed;
    for (let failed = 0; ; failed++) {
      if (signal.aborted) throw abortError(signal);
      try {
        return await attempt(failed);
      } catch (thrown) {
        const delayMs = isTrial || this.isLeftAlone ? Infinity : Math.max(this.pauseAfter(failed), askedPauseMs(thrown));
        if (delayMs >= patienceMs(thrown) || !RETRIED.has(codeOf(thrown))) throw await this.judged(thrown);
        await pause(delayMs, signal);
      }
    }
  }

  private get isLeftAlone(): boolean {
    return this.breaker.state === CircuitState.Open;
  }

  private async judged(thrown: unknown): Promise<unknown> {
    return codeOf(thrown) !== 'UNAVAILABLE' || (await this.options.isWell()) ? thrown : new NotWell(thrown);
  }

  /** Infinity where there is no further attempt. */
  private pauseAfter(failed: number): number {
    const { delaysMs, random = Math.random } = this.options;
    return (delaysMs[failed] ?? Infinity) * (1 - JITTER_SHARE + 2 * JITTER_SHARE * random());
  }

  private leftAlone(): AppError {
    const { engine, breakerFailures, breakerOpenMs } = this.options;
    return new AppError(
      'UNAVAILABLE',
      `The engine ${engine} was not well at ${breakerFailures} requests in a row and is left alone for ${breakerOpenMs} ms`,
      { details: { retryAfterSeconds: Math.ceil(breakerOpenMs / 1_000) } },
    );
  }
}

/** What the engine itself asks for. Longer than LONGEST_PAUSE_MS nobody is kept waiting: who asked is told, and may come back. */
function askedPauseMs(thrown: unknown): number {
  const seconds = thrown instanceof AppError ? thrown.details?.retryAfterSeconds : undefined;
  if (typeof seconds !== 'number') return 0;
  return seconds * 1_000 > LONGEST_PAUSE_MS ? Infinity : seconds * 1_000;
}

/** Carries a failure past the breaker that counts. */
class NotWell extends Error {
  constructor(override readonly cause: unknown) {
    super('The engine is not well');
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof AppError && error.retryable ? error.code : undefined;
}

/** A caller that leaves is not held back. */
async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(delayMs, undefined, { signal });
  } catch {
    throw abortError(signal);
  }
}
