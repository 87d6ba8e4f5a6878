import type { BackendInfo } from '@docmind/contracts';
import { AppError, within } from '@docmind/errors';
import type { EngineRetry } from '../generation/engine-retry.js';
import type { GenerationScope } from '../generation/generation-scope.js';
import type { LlmEngine } from '../generation/llm-engine.port.js';
import type { ModelNames } from './model-names.js';
import type { Release, SlotQueue } from '../generation/slot-queue.js';
import type { BackendSpec } from '../config/backends-file.schema.js';

export type BackendState = 'idle' | 'loading' | 'ready' | 'draining' | 'sleeping' | 'failed';

/** Ends a round whose backend is leaving before it answered: the request goes on at another one. */
export class MovedError extends AppError {
  constructor(backend: string) {
    super('UNAVAILABLE', `The backend ${backend} is leaving; the request goes on at another one`);
  }
}

/** One configured engine, what it is doing, and the generations that run at it. */
export class Backend {
  /** How long it took when it was loaded last. */
  lastLoadMs: number | undefined;
  /** Why it failed. */
  failure: AppError | undefined;
  readonly seats = new Set<Seat>();
  private emptied: (() => void) | undefined;
  private is: BackendState = 'idle';
  private since = performance.now();

  constructor(
    readonly spec: BackendSpec,
    readonly engine: LlmEngine,
    readonly names: ModelNames,
    /** For all generations at this engine. */
    readonly slots: SlotQueue,
    readonly retry: EngineRetry,
  ) {}

  get name(): string {
    return this.spec.name;
  }

  get state(): BackendState {
    return this.is;
  }

  set state(next: BackendState) {
    this.is = next;
    this.since = performance.now();
  }

  info(active: boolean): BackendInfo {
    const { spec, state, failure, engine, lastLoadMs } = this;
    const { name, kind, model, exclusive, fallback } = spec;
    const replicas = engine.replicas();
    const loadedShare = state === 'loading' ? engine.loadedShare() : undefined;
    return {
      ...{ name, kind, model, exclusive, fallback, active, state, running: this.seats.size, inStateMs: performance.now() - this.since },
      ...(state === 'failed' && failure ? { reason: failure.message } : {}),
      ...(replicas.length > 0 ? { replicas: [...replicas] } : {}),
      ...(loadedShare === undefined ? {} : { loadedShare }),
      ...(lastLoadMs === undefined ? {} : { lastLoadMs }),
    };
  }

  /** May hold memory that another exclusive backend needs. */
  get isResident(): boolean {
    return this.spec.exclusive && (this.state === 'ready' || this.state === 'failed' || this.state === 'draining');
  }

  serves(model: string): boolean {
    return model === this.spec.model || model === this.spec.name || this.spec.aliases.includes(model);
  }

  seat(model: string, scope: GenerationScope): Seat {
    const seat = new Seat(this, model, scope);
    this.seats.add(seat);
    return seat;
  }

  leave(seat: Seat): void {
    this.seats.delete(seat);
    if (this.seats.size === 0) this.emptied?.();
  }

  /** Resolves with true once nobody is served any more, with false after the limit. */
  async empty(limitMs: number): Promise<boolean> {
    if (this.seats.size === 0) return true;
    const emptied = new Promise<boolean>((resolve) => (this.emptied = () => resolve(true)));
    const isEmpty = await within(emptied, limitMs).catch(() => false);
    this.emptied = undefined;
    return isEmpty;
  }
}

/** One round of one generation at one backend. Must be ended. */
export class Seat {
  phase: 'waiting' | 'running' | 'answering' = 'waiting';
  release: Release | undefined;

  constructor(
    readonly backend: Backend,
    /** What the engine calls the model. */
    readonly model: string,
    private readonly scope: GenerationScope,
  ) {}

  get signal(): AbortSignal {
    return this.scope.signal;
  }

  /** What has begun to answer can't go on elsewhere: another model would write another text. */
  vacate(): void {
    const { name } = this.backend;
    if (this.phase !== 'answering') return this.scope.abort(new MovedError(name));
    this.scope.abort(brokenOff(name));
    // A client that reads slowly, or no longer, isn't waited for; the signal has stopped the engine.
    this.backend.leave(this);
  }

  /** From here on it can't move; a backend that had failed has come back by itself. */
  answers(): void {
    this.phase = 'answering';
    if (this.backend.state === 'failed') this.backend.state = 'ready';
  }

  end(): void {
    this.release?.();
    this.scope.end();
    this.backend.leave(this);
  }
}

function brokenOff(name: string): AppError {
  return new AppError('UNAVAILABLE', `The backend ${name} was switched off before its answer ended; ask again`);
}
