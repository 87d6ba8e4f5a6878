import { AppError } from '@docmind/errors';

interface Waiter {
  readonly start: () => void;
}

export type Release = () => void;

export interface SlotQueueOptions {
  readonly slots: number;
  readonly maxWaiting: number;
  /** What a refusal calls the thing that is busy. */
  readonly name: string;
}

/** Of the newest in the moving mean of how long turns take. */
const NEWEST_TURN_SHARE = 0.2;
const MAX_RETRY_AFTER_SECONDS = 60;

/** So many at once, a bounded number waiting, tenants in turn: one tenant's long queue doesn't hold back another's first request. */
export class SlotQueue {
  private runningCount = 0;
  private waitingCount = 0;
  private turnMs: number | undefined;
  /** In the order of turns; a tenant goes to the back after each of its requests. */
  private readonly waiting = new Map<string, Waiter[]>();

  constructor(private readonly options: SlotQueueOptions) {}

  get running(): number {
    return this.runningCount;
  }

  get depth(): number {
    return this.waitingCount;
  }

  /**
   * Resolves when it is this request's turn; call what it gives exactly once when done.
   * @param leftMs how long anybody waits for the answer: who would get no turn in that time is told at once instead of at the end of it
   * @throws AppError RESOURCE_EXHAUSTED when the queue is full or too slow, CANCELLED when the signal aborts first
   */
  async acquire(tenant: string, signal: AbortSignal, leftMs = Infinity): Promise<Release> {
    if (signal.aborted) throw abortError(signal);
    if (this.runningCount < this.options.slots) return this.take();
    if (this.waitingCount >= this.options.maxWaiting) throw this.full();
    if (this.expectedWaitMs() > leftMs) throw this.tooSlow(leftMs);
    return this.wait(tenant, signal);
  }

  /** By how long turns took of late; 0 as long as none has ended. */
  expectedWaitMs(): number {
    return ((this.waitingCount + 1) * (this.turnMs ?? 0)) / this.options.slots;
  }

  /** A slot without waiting for one; undefined where all are taken. */
  takeFree(): Release | undefined {
    return this.runningCount < this.options.slots ? this.take() : undefined;
  }

  private take(): Release {
    this.runningCount++;
    const startedAt = performance.now();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.runningCount--;
      this.noteTurn(performance.now() - startedAt);
      this.next();
    };
  }

  private noteTurn(ms: number): void {
    this.turnMs = this.turnMs === undefined ? ms : this.turnMs + (ms - this.turnMs) * NEWEST_TURN_SHARE;
  }

  private wait(tenant: string, signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.remove(tenant, waiter);
        reject(abortError(signal));
      };
      const waiter: Waiter = {
        start: () => {
          signal.removeEventListener('abort', leave);
          resolve(this.take());
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.set(tenant, [...(this.waiting.get(tenant) ?? []), waiter]);
      this.waitingCount++;
    });
  }

  private next(): void {
    const turn = this.waiting.entries().next();
    if (turn.done) return;
    const [tenant, [first, ...rest]] = turn.value;
    this.waiting.delete(tenant);
    if (rest.length > 0) this.waiting.set(tenant, rest);
    this.waitingCount--;
    first?.start();
  }

  private remove(tenant: string, waiter: Waiter): void {
    const rest = (this.waiting.get(tenant) ?? []).filter((other) => other !== waiter);
    if (rest.length > 0) this.waiting.set(tenant, rest);
    else this.waiting.delete(tenant);
    this.waitingCount--;
  }

  private full(): AppError {
    const { name, slots, maxWaiting } = this.options;
    return new AppError('RESOURCE_EXHAUSTED', `${name} is busy: ${slots} running and ${maxWaiting} waiting is its limit; ask again later`, {
      details: { retryAfterSeconds: this.retryAfterSeconds(), queueLimit: maxWaiting },
    });
  }

  private tooSlow(leftMs: number): AppError {
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
    const why = `${this.waitingCount} requests wait before this one, about ${seconds(this.expectedWaitMs())}; its deadline is in ${seconds(leftMs)}`;
    return new AppError('RESOURCE_EXHAUSTED', `${this.options.name} is busy: ${why}`, {
      details: { retryAfterSeconds: this.retryAfterSeconds() },
    });
  }

  /** When about half of those who wait will have had their turn. */
  private retryAfterSeconds(): number {
    return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(this.expectedWaitMs() / 2_000)));
  }
}

/** The reason given for an abort when it says more than that there was one. */
export function abortError(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError ? signal.reason : new AppError('CANCELLED', 'The caller went away before the answer was there');
}
