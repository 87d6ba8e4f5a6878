import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';
import { BrokenCircuitError, type CircuitBreakerPolicy, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { abortError } from './slot-queue.js';

const RETRIED = new Set<string | undefined>(['UNAVAILABLE', 'RESOURCE_EXHAUSTED']);

export interface EngineRetryOptions {
  readonly engine: string;
  /** One retry after each; empty for none. */
  readonly delaysMs: readonly number[];
  readonly breakerFailures: number;
  readonly breakerOpenMs: number;
  /** From 0 up to, not including, 1. */
  readonly random?: () => number;
}

/** A pause is up to this share longer or shorter, so that requests which failed together don't come back together. */
const JITTER_SHARE = 0.25;

/**
 * For what is asked of an engine before its first token. Only codes that another try may heal are tried again, and an engine that failed
 * so many times in a row is left alone for a while. The loop is ours: a policy's layers of promises cost each good request more than its
 * rare use is worth.
 */
export class EngineRetry {
  private readonly breaker: CircuitBreakerPolicy;

  constructor(private readonly options: EngineRetryOptions) {
    this.breaker = circuitBreaker(
      handleWhen((error) => codeOf(error) === 'UNAVAILABLE'),
      { halfOpenAfter: options.breakerOpenMs, breaker: new ConsecutiveBreaker(options.breakerFailures) },
    );
  }

  /**
   * @param attempt gets how many attempts failed before it, and must end when the signal aborts
   * @param leftMs how long anybody still waits: no pause is begun that would outlast it
   */
  async run<Result>(
    attempt: (failed: number) => Promise<Result>,
    signal: AbortSignal,
    leftMs: () => number = () => Infinity,
  ): Promise<Result> {
    let last: unknown;
    for (let failed = 0; ; failed++) {
      if (signal.aborted) throw abortError(signal);
      try {
        return await this.breaker.execute(() => attempt(failed));
      } catch (thrown) {
        if (thrown instanceof BrokenCircuitError) throw this.leftAlone(last);
        const delayMs = this.pauseAfter(failed);
        if (delayMs >= leftMs() || !RETRIED.has(codeOf(thrown))) throw thrown;
        last = thrown;
        await pause(delayMs, signal);
      }
    }
  }

  /** Infinity where there is no further attempt. */
  private pauseAfter(failed: number): number {
    const { delaysMs, random = Math.random } = this.options;
    return (delaysMs[failed] ?? Infinity) * (1 - JITTER_SHARE + 2 * JITTER_SHARE * random());
  }

  private leftAlone(last: unknown): AppError {
    if (last instanceof AppError) return last;
    const { engine, breakerFailures, breakerOpenMs } = this.options;
    return new AppError(
      'UNAVAILABLE',
      `The engine ${engine} failed ${breakerFailures} times in a row and is left alone for ${breakerOpenMs} ms`,
      { details: { retryAfterSeconds: Math.ceil(breakerOpenMs / 1_000) } },
    );
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
