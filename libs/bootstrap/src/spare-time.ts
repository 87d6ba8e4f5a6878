export interface SpareTimeLimits {
  /** Work beyond these is refused. */
  readonly mostWaiting: number;
  /** Longer work is aborted. */
  readonly limitMs: number;
}

interface Job {
  readonly work: (signal: AbortSignal) => Promise<unknown>;
  readonly settle: (result: { readonly value: unknown } | { readonly error: unknown } | undefined) => void;
  tries: number;
}

/** Work is dropped after it was started and aborted this often. It is aborted when somebody starts to wait for an answer. */
const MOST_TRIES = 3;

/**
 * Runs work that nobody waits for, in the time in which nobody waits for an answer. One piece of work runs at a time. It is aborted as soon as
 * somebody starts to wait, and started again later.
 */
export class SpareTime {
  private waitedFor = 0;
  private readonly jobs: Job[] = [];
  private running: AbortController | undefined;

  constructor(private readonly limits: SpareTimeLimits) {}

  /** Somebody waits for an answer from now on, until the function that is returned is called. */
  enter(): () => void {
    this.waitedFor += 1;
    this.running?.abort();
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.waitedFor -= 1;
      this.next();
    };
  }

  /** Undefined when the work was refused, or given up too often. Rejects with what it threw, also when it took too long. */
  run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (this.jobs.length >= this.limits.mostWaiting) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const settle: Job['settle'] = (result) => {
        if (result && 'error' in result) reject(result.error as Error);
        else resolve(result?.value as T | undefined);
      };
      this.jobs.push({ work, settle, tries: 0 });
      this.next();
    });
  }

  private next(): void {
    if (this.running || this.waitedFor > 0) return;
    const job = this.jobs.shift();
    if (!job) return;
    const giveWay = new AbortController();
    this.running = giveWay;
    void this.attempt(job, giveWay.signal).finally(() => {
      this.running = undefined;
      this.next();
    });
  }

  private async attempt(job: Job, giveWay: AbortSignal): Promise<void> {
    job.tries += 1;
    try {
      job.settle({ value: await job.work(AbortSignal.any([giveWay, AbortSignal.timeout(this.limits.limitMs)])) });
    } catch (error) {
      if (!giveWay.aborted) job.settle({ error });
      else if (job.tries >= MOST_TRIES) job.settle(undefined);
      else this.jobs.push(job);
    }
  }
}
