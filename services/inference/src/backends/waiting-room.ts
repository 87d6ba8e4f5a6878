import { AppError } from '@docmind/errors';
import type { GenerationScope } from '../generation/generation-scope.js';
import { abortError } from '../generation/slot-queue.js';
import type { Backend, Seat } from './backend.js';

export interface Waiter {
  readonly asked: string;
  readonly scope: GenerationScope;
  readonly since: number;
  readonly resolve: (seat: Seat | Promise<Seat>) => void;
  readonly reject: (error: unknown) => void;
}

/** Requests whose backend isn't loaded now, in the order they came. Bounded. */
export class WaitingRoom {
  private readonly waiters = new Set<Waiter>();

  constructor(private readonly maxWaiting: number) {}

  get size(): number {
    return this.waiters.size;
  }

  /** @throws AppError RESOURCE_EXHAUSTED when too many wait */
  enter(asked: string, scope: GenerationScope): Promise<Seat> {
    if (this.waiters.size >= this.maxWaiting) throw full(this.maxWaiting);
    return new Promise<Seat>((resolve, reject) => {
      const { signal } = scope;
      if (signal.aborted) return reject(abortError(signal));
      const leave = () => {
        this.waiters.delete(waiter);
        signal.removeEventListener('abort', gone);
      };
      const gone = () => (leave(), reject(abortError(signal)));
      const waiter: Waiter = {
        asked,
        scope,
        since: performance.now(),
        resolve: (seat) => (leave(), resolve(seat)),
        reject: (error) => (leave(), reject(error)),
      };
      signal.addEventListener('abort', gone, { once: true });
      this.waiters.add(waiter);
    });
  }

  /** Those in the room now; they may leave while this is read. */
  list(): Waiter[] {
    return [...this.waiters];
  }

  /** How long the first of each backend has waited. */
  longest(route: (asked: string) => Backend): { readonly backend: string; readonly waitedMs: number }[] {
    const now = performance.now();
    const longest = new Map<string, number>();
    for (const { asked, since } of this.waiters) {
      const { name } = route(asked);
      if (!longest.has(name)) longest.set(name, now - since);
    }
    return [...longest].map(([backend, waitedMs]) => ({ backend, waitedMs }));
  }
}

function full(maxWaiting: number): AppError {
  return new AppError(
    'RESOURCE_EXHAUSTED',
    `A model is being loaded and ${maxWaiting} requests wait for it, which is the limit; ask again later`,
    {
      details: { retryAfterSeconds: 2, queueLimit: maxWaiting },
    },
  );
}
