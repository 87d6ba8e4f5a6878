import { AppError } from '@docmind/errors';
import type { RequestContext } from './request-context.js';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The life of one call on one side: it ends with the work, the deadline, or the caller. Whatever ends it early aborts `context.signal`
 * with an AppError as its reason, so that the work below stops and `race` rejects at once.
 */
export class CallScope {
  readonly context: RequestContext;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;

  constructor(private readonly parent: RequestContext) {
    this.context = { ...parent, signal: this.controller.signal };
    const leftMs = parent.deadline - Date.now();
    if (leftMs <= 0) this.expire();
    else if (parent.signal.aborted) this.onParentAbort();
    else {
      this.timer = setTimeout(() => this.expire(), Math.min(leftMs, LONGEST_TIMER_MS));
      parent.signal.addEventListener('abort', this.onParentAbort, { once: true });
    }
  }

  abort(reason: AppError): void {
    if (!this.controller.signal.aborted) this.controller.abort(reason);
  }

  /** Releases the timer and the listener; the signal stays as it is. */
  end(): void {
    clearTimeout(this.timer);
    this.parent.signal.removeEventListener('abort', this.onParentAbort);
  }

  /** `work`, unless the scope is aborted first. `work` goes on unobserved then; it was told by the signal. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.controller;
    return new Promise<T>((resolve, reject) => {
      const onAbort = () => reject(signal.reason as AppError);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
  }

  private expire(): void {
    this.abort(new AppError('DEADLINE_EXCEEDED', 'The deadline passed before the work was done'));
  }

  private readonly onParentAbort = (): void => {
    const reason: unknown = this.parent.signal.reason;
    this.abort(reason instanceof AppError ? reason : new AppError('CANCELLED', 'The caller went away'));
  };
}
