import { AppError } from '@docmind/errors';
import {
  BrokenCircuitError,
  CircuitBreakerPolicy,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  IterableBackoff,
  type IPolicy,
  noop,
  retry,
  wrap,
} from 'cockatiel';
import { abortError } from '../slot-queue.js';

export interface EngineRetryOptions {
  readonly engine: string;
  /** One retry after each; empty for none. */
  readonly delaysMs: readonly number[];
  readonly breakerFailures: number;
  readonly breakerOpenMs: number;
}

/**
 * For what is asked of an engine before its first token. Only codes that another try may heal are tried again, and an engine that failed
 * so many times in a row is left alone for a while.
 */
export class EngineRetry {
  private readonly breaker: CircuitBreakerPolicy;
  private readonly policy: IPolicy;

  constructor(private readonly options: EngineRetryOptions) {
    this.breaker = circuitBreaker(
      handleWhen((error) => codeOf(error) === 'UNAVAILABLE'),
      { halfOpenAfter: options.breakerOpenMs, breaker: new ConsecutiveBreaker(options.breakerFailures) },
    );
    const again = handleWhen((error) => ['UNAVAILABLE', 'RESOURCE_EXHAUSTED'].includes(codeOf(error) ?? ''));
    const { delaysMs } = options;
    const retries = delaysMs.length > 0 ? retry(again, { maxAttempts: delaysMs.length, backoff: new IterableBackoff(delaysMs) }) : noop;
    this.policy = wrap(retries, this.breaker);
  }

  /** @param attempt gets how many attempts failed before it */
  async run<Result>(attempt: (failed: number) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    let attempts = 0;
    let last: unknown;
    const tried = async () => {
      if (signal.aborted) throw abortError(signal);
      try {
        return await attempt(attempts++);
      } catch (thrown) {
        last = thrown;
        throw thrown;
      }
    };
    try {
      return await untilAborted(this.policy.execute(tried, signal), signal);
    } catch (thrown) {
      if (thrown instanceof BrokenCircuitError) throw this.leftAlone(last);
      throw thrown;
    }
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

/** A pause before the next try must not hold back a caller that left. */
function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(abortError(signal));
    signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
