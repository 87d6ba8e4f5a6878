/** Two also where there is one core: the system shares it, and a small file is not held up by a long one. */
const AT_ONCE = 2;
const LONG_AT_ONCE = 1;

interface Waiting {
  readonly isLong: boolean;
  readonly enter: () => void;
}

/**
 * Places for what is read at once; each may take a core and a reader's memory. One at most is for long reading, so that another is always there for the rest.
 * Whoever may enter does so in the order of coming.
 */
export class ReadingPlaces {
  private waiting: readonly Waiting[] = [];
  private taken = 0;
  private takenByLong = 0;

  /** @throws what the signal gives as its reason, at once when it is aborted, also of one that still waits */
  async within<T>(isLong: boolean, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.enter(isLong, signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.leave(isLong);
    }
  }

  private enter(isLong: boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.waiting = this.waiting.filter((other) => other !== own);
        reject(signal.reason as Error);
      };
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const own = { isLong, enter };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting = [...this.waiting, own];
      this.admit();
    });
  }

  private leave(isLong: boolean): void {
    this.count(isLong, -1);
    this.admit();
  }

  private admit(): void {
    const next = this.waiting.find(({ isLong }) => this.taken < AT_ONCE && (!isLong || this.takenByLong < LONG_AT_ONCE));
    if (!next) return;
    this.waiting = this.waiting.filter((other) => other !== next);
    this.count(next.isLong, 1);
    next.enter();
    this.admit();
  }

  private count(isLong: boolean, by: 1 | -1): void {
    this.taken += by;
    if (isLong) this.takenByLong += by;
  }
}
