import { AppError } from '@docmind/errors';

export interface AdmissionLimits {
  readonly maxConcurrent: number;
  /** Of one tenant, where what runs is long: others must not wait until it ends. */
  readonly maxPerTenant?: number;
  readonly queueLimit: number;
  /** What those inside are, for the refusal: "questions are being answered". */
  readonly inside: string;
}
interface Waiter {
  readonly enter: () => void;
}

/** Bounded concurrency with a bounded queue in which tenants take turns, so that one tenant's burst can't starve the others. */
export class AdmissionGate {
  private active = 0;
  private readonly activeOf = new Map<string, number>();
  private queued = 0;
  private readonly queues = new Map<string, Waiter[]>();

  constructor(private readonly limits: AdmissionLimits) {}

  get depth(): number {
    return this.queued;
  }

  /**
   * Resolves with the function that gives the place back.
   * @throws AppError RESOURCE_EXHAUSTED when the queue is full, the signal's reason when it aborts first, or did before
   */
  async enter(tenant: string, signal: AbortSignal): Promise<() => void> {
    if (signal.aborted) throw reasonOf(signal);
    const free = this.tryEnter(tenant);
    if (free) return free;
    if (this.queued >= this.limits.queueLimit) {
      throw new AppError('RESOURCE_EXHAUSTED', `${this.active} ${this.limits.inside} and ${this.queued} wait: ask again in a moment`, {
        details: { retryAfterSeconds: 1, active: this.active, queued: this.queued },
      });
    }
    await this.wait(tenant, signal);
    return this.release(tenant);
  }

  /** @returns undefined where there is no place at this moment */
  tryEnter(tenant: string): (() => void) | undefined {
    if (this.active >= this.limits.maxConcurrent || !this.mayEnter(tenant)) return undefined;
    this.active += 1;
    this.count(tenant, 1);
    return this.release(tenant);
  }

  private mayEnter(tenant: string): boolean {
    return (this.activeOf.get(tenant) ?? 0) < (this.limits.maxPerTenant ?? Infinity);
  }

  private count(tenant: string, change: number): void {
    const active = (this.activeOf.get(tenant) ?? 0) + change;
    if (active > 0) this.activeOf.set(tenant, active);
    else this.activeOf.delete(tenant);
  }

  private wait(tenant: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.queues.get(tenant) ?? [];
      this.queues.set(tenant, queue);
      const onAbort = (): void => {
        queue.splice(queue.indexOf(waiter), 1);
        this.queued -= 1;
        reject(reasonOf(signal));
      };
      const waiter: Waiter = {
        enter: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      queue.push(waiter);
      this.queued += 1;
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  private release(tenant: string): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.count(tenant, -1);
      const next = this.nextWaiter();
      if (next) next.enter();
      else this.active -= 1;
    };
  }

  /** The first of the tenant whose turn it is; that tenant then goes to the end of the line. */
  private nextWaiter(): Waiter | undefined {
    for (const [tenant, queue] of this.queues) {
      if (!this.mayEnter(tenant)) continue;
      this.queues.delete(tenant);
      const waiter = queue.shift();
      if (waiter === undefined) continue;
      if (queue.length > 0) this.queues.set(tenant, queue);
      this.queued -= 1;
      this.count(tenant, 1);
      return waiter;
    }
    return undefined;
  }
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new AppError('CANCELLED', 'The caller went away');
}
