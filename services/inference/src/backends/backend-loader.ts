import type { BackendEvent } from '@docmind/contracts';
import { AppError, toAppError, within } from '@docmind/errors';
import type { Backend } from './backend.js';
import type { BackendEvents } from './backend-events.js';

/** After the drain limit: engines stop within 100 ms, a dead one never. */
const STOP_LIMIT_MS = 5_000;

/** Brings backends in and out of memory; who does it one at a time is the manager. */
export class BackendLoader {
  constructor(
    private readonly events: BackendEvents,
    private readonly waiting: () => number,
  ) {}

  /**
   * @param isGivenUp whether a backend that fails must hold nothing; otherwise its engine may come back by itself
   * @throws AppError with the engine's reason; the backend is `failed` then
   */
  async load(backend: Backend, isGivenUp: boolean): Promise<void> {
    const startedAt = performance.now();
    backend.state = 'loading';
    this.tell('loading', backend);
    try {
      await withinLimit(backend.engine.load(), backend);
    } catch (thrown) {
      if (isGivenUp) await backend.engine.unload().catch(() => undefined);
      backend.failure = toAppError(thrown);
      backend.state = 'failed';
      this.tell('failed', backend, backend.failure.message);
      throw backend.failure;
    }
    // Its window must be known before the first prompt.
    await backend.names.list().catch(() => undefined);
    backend.failure = undefined;
    backend.lastLoadMs = performance.now() - startedAt;
    backend.state = 'ready';
    this.tell('ready', backend);
  }

  /** Lets what runs finish; what hasn't answered at the limit moves on, and what has is broken off. */
  async drain(backend: Backend, limitMs: number): Promise<void> {
    backend.state = 'draining';
    this.tell('draining', backend);
    for (const seat of backend.seats) if (seat.phase === 'waiting') seat.vacate();
    if (await backend.empty(limitMs)) return;
    for (const seat of backend.seats) seat.vacate();
    await backend.empty(STOP_LIMIT_MS);
  }

  async unload(backend: Backend): Promise<void> {
    await backend.engine.unload();
    backend.state = backend.engine.restState;
    this.tell(backend.state, backend);
  }

  private tell(state: BackendEvent['state'], backend: Backend, reason?: string): void {
    const counts = { running: backend.seats.size, waiting: this.waiting() };
    this.events.tell({ at: new Date().toISOString(), backend: backend.name, state, ...counts, ...(reason ? { reason } : {}) });
  }
}

function withinLimit(loading: Promise<void>, { spec }: Backend): Promise<void> {
  const seconds = Math.round(spec.loadTimeoutMs / 1_000);
  return within(loading, spec.loadTimeoutMs, () => new AppError('UNAVAILABLE', `it did not load within ${seconds} s`));
}
