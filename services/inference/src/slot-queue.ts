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

/** So many at once, a bounded number waiting, tenants in turn: one tenant's long queue doesn't hold back another's first request. */
export class SlotQueue {
  private runningCount = 0;
  private waitingCount = 0;
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
   * @throws AppError RESOURCE_EXHAUSTED when the queue is full, CANCELLED when the signal aborts first
   */
  async acquire(tenant: string, signal: AbortSignal): Promise<Release> {
    if (signal.aborted) throw abortError(signal);
    if (this.runningCount < this.options.slots) return this.take();
    if (this.waitingCount >= this.options.maxWaiting) throw this.full();
    return this.wait(tenant, signal);
  }

  /** A slot without waiting for one; undefined where all are taken. */
  takeFree(): Release | undefined {
    return this.runningCount < this.options.slots ? this.take() : undefined;
  }

  private take(): Release {
    this.runningCount++;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.runningCount--;
      this.next();
    };
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
      details: { retryAfterSeconds: 1, queueLimit: maxWaiting },
    });
  }
}

/** The reason given for an abort when it says more than that there was one. */
export function abortError(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError ? signal.reason : new AppError('CANCELLED', 'The caller went away before the answer was there');
}
