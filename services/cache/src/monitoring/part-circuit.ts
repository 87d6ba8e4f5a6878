import { within } from '@docmind/errors';
import { type CircuitBreakerPolicy, circuitBreaker, ConsecutiveBreaker, ExponentialBackoff, handleAll } from 'cockatiel';
import type { CacheMonitor, CachePart } from './cache-monitor.js';

const FAILURES_TO_OPEN = 3;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5_000;

/** A circuit breaker with a time limit, for a part on another machine: after three failures in a row it isn't asked for a while. */
export class PartCircuit {
  private readonly breaker: CircuitBreakerPolicy;

  constructor(
    private readonly part: CachePart,
    private readonly monitor: CacheMonitor,
    /** A store that answers later than this is worth less than a miss. */
    private readonly timeoutMs: number,
  ) {
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: new ExponentialBackoff({ initialDelay: FIRST_RETRY_MS, maxDelay: LAST_RETRY_MS }),
      breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    });
  }

  /** For whoever waits for a lookup. What fails, is late or isn't even tried is a fault and gives `otherwise`. */
  orElse<T, F>(otherwise: F, work: () => Promise<T>): Promise<T | F> {
    return this.monitor.orElse(this.part, otherwise, () => this.breaker.execute(() => within(work(), this.timeoutMs)));
  }

  /** For work that may take its time, such as removing what many entries left behind. */
  patiently<T, F>(otherwise: F, work: () => Promise<T>): Promise<T | F> {
    return this.monitor.orElse(this.part, otherwise, () => this.breaker.execute(work));
  }
}

/** One circuit for each server that a cache may use, shared by all who ask it. */
export class Circuits {
  readonly redis: PartCircuit;
  readonly qdrant: PartCircuit;

  constructor(
    monitor: CacheMonitor,
    readonly timeoutMs: number,
  ) {
    this.redis = new PartCircuit('redis', monitor, timeoutMs);
    this.qdrant = new PartCircuit('qdrant', monitor, timeoutMs);
  }
}
