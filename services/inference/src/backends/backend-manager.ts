import type { BackendInfo, BackendSwitchReply, ModelInfo } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import type { GenerationScope } from '../generation/generation-scope.js';
import type { Backend, Seat } from './backend.js';
import { BackendEvents } from './backend-events.js';
import { BackendLoader } from './backend-loader.js';
import type { BackendRoutes } from './backend-routes.js';
import { nextBackend } from './next-backend.policy.js';
import { WaitingRoom } from './waiting-room.js';

export interface BackendManagerOptions {
  readonly onDemand: boolean;
  readonly patienceMs: number;
  readonly drainTimeoutMs: number;
  readonly maxWaiting: number;
}

/**
 * Which engine serves. A switch drains the old one, loads the new one and goes back when that fails; requests wait meanwhile, and one that
 * had not answered yet is replayed: a conversation is its messages, so nothing else has to move. There is never more than one load at once.
 */
export class BackendManager {
  readonly events = new BackendEvents();
  private readonly room: WaitingRoom;
  private readonly loader: BackendLoader;
  private moves: Promise<unknown> = Promise.resolve();
  private moving = 0;
  private planned: NodeJS.Timeout | undefined;

  constructor(
    readonly routes: BackendRoutes,
    private readonly options: BackendManagerOptions,
  ) {
    this.room = new WaitingRoom(options.maxWaiting);
    this.loader = new BackendLoader(this.events, () => this.room.size);
  }

  get active(): Backend {
    return this.routes.active;
  }

  get waiting(): number {
    return this.room.size;
  }

  /** Loads the active backend. @throws AppError with the engine's reason; requests then try it again by themselves */
  start(): Promise<void> {
    return this.oneAtATime(() => this.loader.load(this.active, false));
  }

  async close(): Promise<void> {
    clearTimeout(this.planned);
    await this.moves;
    await Promise.all(this.routes.all.map(({ engine }) => engine.close()));
  }

  /**
   * A seat at the backend that serves this model name; without waiting where that is loaded.
   * @param at this backend and no other
   * @throws AppError NOT_FOUND for a name nobody serves, RESOURCE_EXHAUSTED when too many wait for a load, the engine's reason when it failed
   */
  take(asked: string, scope: GenerationScope, at?: Backend): Seat | Promise<Seat> {
    const backend = at ?? this.routes.of(asked, this.options.onDemand);
    if (!this.isOpen(backend)) return this.wait(asked, scope);
    const model = this.routes.modelAt(backend, asked);
    return typeof model === 'string' ? backend.seat(model, scope) : this.takeNamed(model, asked, scope, backend);
  }

  /** Must follow each `take`. */
  leave(seat: Seat): void {
    seat.end();
    if (this.room.size > 0) this.plan();
  }

  /** Where a request may go whose backends failed: the next of the first one's chain that needs no switch. */
  fallbackOf(tried: ReadonlySet<Backend>): Backend | undefined {
    const [first] = tried;
    const chain = (first?.spec.fallback ?? []).map((name) => this.routes.get(name));
    return chain.find((other) => !tried.has(other) && (other.state === 'ready' || !other.spec.exclusive));
  }

  /**
   * Makes a backend the active one.
   * @throws AppError NOT_FOUND for an unknown name, UNAVAILABLE when it could not be loaded: then the old one serves again
   */
  async switchTo(name: string, drainTimeoutMs = this.options.drainTimeoutMs): Promise<BackendSwitchReply> {
    const target = this.routes.get(name);
    const startedAt = performance.now();
    const previous = await this.oneAtATime(async () => {
      const old = this.active;
      if (old !== target || target.state !== 'ready') await this.bringIn(target, drainTimeoutMs);
      // Somebody else may have put it to sleep.
      else await target.engine.load();
      this.routes.active = target;
      return old.name;
    });
    return { active: name, previous, tookMs: performance.now() - startedAt, backends: this.list() };
  }

  /** What requests may name now. */
  models(): Promise<readonly ModelInfo[]> {
    return this.routes.models(this.options.onDemand);
  }

  /** @throws AppError NOT_FOUND naming the models there are */
  model(id: string): Promise<ModelInfo> {
    return this.routes.model(id, this.options.onDemand);
  }

  /** What the model of this name can do. @throws AppError NOT_FOUND naming the models there are */
  abilitiesOf(id: string): Promise<readonly string[]> {
    return this.routes.of(id, this.options.onDemand).engine.abilities();
  }

  /** Generations that run now, wherever. */
  get running(): number {
    return this.routes.all.reduce((sum, { seats }) => sum + seats.size, 0);
  }

  list(): BackendInfo[] {
    return this.routes.all.map((backend) => backend.info(backend === this.active));
  }

  /** Where no load is to come, a failed active backend and a server take requests too: they come back by themselves, or say why not. */
  private isOpen({ state, name, spec }: Backend): boolean {
    if (state === 'ready') return true;
    if (this.moving > 0) return false;
    return spec.exclusive ? state === 'failed' && name === this.active.name : state === 'idle' || state === 'failed';
  }

  private async takeNamed(model: Promise<string>, asked: string, scope: GenerationScope, backend: Backend): Promise<Seat> {
    const name = await model;
    // It may have left while the engine told its names.
    return this.isOpen(backend) ? backend.seat(name, scope) : this.take(asked, scope);
  }

  private wait(asked: string, scope: GenerationScope): Promise<Seat> {
    const waiting = this.room.enter(asked, scope);
    this.plan();
    return waiting;
  }

  private async oneAtATime<Result>(move: () => Promise<Result>): Promise<Result> {
    this.moving++;
    const result = this.moves.then(move);
    this.moves = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.moving--;
      this.seatWaiting();
      this.plan();
    }
  }

  private async bringIn(target: Backend, drainTimeoutMs: number): Promise<void> {
    const leaving = target.spec.exclusive ? this.routes.all.find((backend) => backend !== target && backend.isResident) : undefined;
    if (leaving) await this.takeOut(leaving, drainTimeoutMs);
    try {
      if (target.state !== 'ready') await this.loader.load(target, true);
    } catch (thrown) {
      const reason = toAppError(thrown).message;
      const back = leaving ? await this.goBack(leaving) : `${this.active.name} goes on serving`;
      throw new AppError('UNAVAILABLE', `${target.name} could not be loaded: ${reason}; ${back}`, { cause: thrown });
    }
  }

  private async takeOut(leaving: Backend, drainTimeoutMs: number): Promise<void> {
    await this.loader.drain(leaving, drainTimeoutMs);
    try {
      await this.loader.unload(leaving);
    } catch (thrown) {
      leaving.state = 'ready';
      throw new AppError('UNAVAILABLE', `${leaving.name} could not be unloaded: ${toAppError(thrown).message}; it goes on serving`, {
        cause: thrown,
      });
    }
  }

  private async goBack(backend: Backend): Promise<string> {
    try {
      await this.loader.load(backend, false);
      return `${backend.name} serves again`;
    } catch (thrown) {
      return `${backend.name} could not be brought back either: ${toAppError(thrown).message}`;
    }
  }

  /** In the order they came; whoever's backend is still out goes on waiting, unless no load is to come. */
  private seatWaiting(): void {
    if (this.moving > 0) return;
    for (const { asked, scope, resolve, reject } of this.room.list()) {
      const backend = this.routes.of(asked, this.options.onDemand);
      if (this.isOpen(backend)) {
        try {
          resolve(this.take(asked, scope));
        } catch (thrown) {
          reject(thrown);
        }
      } else if (backend.state === 'failed' && backend.failure) reject(backend.failure);
    }
  }

  /** With onDemand: loads what waiting requests name, when it is their turn. */
  private plan(): void {
    clearTimeout(this.planned);
    if (this.moving > 0 || this.room.size === 0) return;
    const resident = this.routes.all.find(({ isResident }) => isResident);
    const next = nextBackend({
      isBusy: (resident?.seats.size ?? 0) > 0,
      waiting: this.room.longest((asked) => this.routes.of(asked, this.options.onDemand)),
      patienceMs: this.options.patienceMs,
    });
    if (next && 'backend' in next) this.loadOnDemand(this.routes.get(next.backend));
    else if (next) this.planned = setTimeout(() => this.plan(), next.againInMs).unref();
  }

  private loadOnDemand(target: Backend): void {
    // Whoever waits for it hears of a failure from `seatWaiting`.
    this.oneAtATime(() => this.bringIn(target, this.options.drainTimeoutMs)).catch(() => undefined);
  }
}
