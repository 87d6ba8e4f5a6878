import type { ReplicaInfo } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import type { LlmEngine } from '../../generation/llm-engine.port.js';
import { abortError } from '../../generation/slot-queue.js';
import { isOfOneRequest } from '../http/engine-refusal.policy.js';
import { type HealthEvent, HEALTHY, nextHealth, type ReplicaHealth, type ReplicaState } from './replica-health.policy.js';

/** One of several servers with the same model: what it has to do and how it is. */
export class Replica<Engine extends LlmEngine = LlmEngine> {
  running = 0;
  /** Prompts and answers in flight, estimated. */
  tokens = 0;
  served = 0;
  byPrefix = 0;
  /** Its engine could not be loaded yet: asking how it is would not be enough. */
  needsLoad = false;
  private failed = 0;
  private health: ReplicaHealth = HEALTHY;
  private failure: AppError | undefined;
  private readonly silent = new Set<Attempt>();

  constructor(
    readonly name: string,
    readonly index: number,
    readonly engine: Engine,
    private readonly onLost: () => void = () => undefined,
  ) {}

  get state(): ReplicaState {
    return this.health.state;
  }

  get concurrency(): number {
    return this.state === 'trial' ? 1 : this.engine.concurrency;
  }

  get info(): ReplicaInfo {
    const { name, state, running, tokens, served, failed, byPrefix, failure } = this;
    const reason = state === 'healthy' || !failure ? {} : { reason: failure.message };
    return { name, state, running, tokens, served, failed, byPrefix, ...reason };
  }

  begin(tokens: number, signal: AbortSignal): Attempt {
    const attempt = new Attempt(this, tokens, signal);
    this.silent.add(attempt);
    this.running++;
    this.tokens += tokens;
    this.served++;
    return attempt;
  }

  end(attempt: Attempt): void {
    this.silent.delete(attempt);
    this.running--;
    this.tokens -= attempt.tokens;
  }

  answers(attempt: Attempt): void {
    this.silent.delete(attempt);
    this.note('answered');
  }

  note(event: HealthEvent, thrown?: unknown): void {
    const before = this.state;
    this.health = nextHealth(this.health, event);
    if (event === 'failed') this.failed++;
    if (thrown !== undefined) this.failure = toAppError(thrown);
    if (this.state === 'unhealthy' && before !== 'unhealthy') this.onLost();
  }

  /** What has had no token from it goes elsewhere: it may wait for a process that is stopped. */
  releaseSilent(): void {
    for (const attempt of this.silent) attempt.abort(new AppError('UNAVAILABLE', `The replica ${this.name} no longer answers its probes`));
  }
}

/** One try of one request at one replica. Must be ended. */
export class Attempt {
  private readonly controller = new AbortController();
  private readonly leave = () => this.controller.abort(abortError(this.caller));
  private isEnded = false;

  constructor(
    private readonly replica: Replica,
    readonly tokens: number,
    private readonly caller: AbortSignal,
  ) {
    if (caller.aborted) this.leave();
    else caller.addEventListener('abort', this.leave, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  abort(reason: AppError): void {
    this.controller.abort(reason);
  }

  /** What the caller ended, or did wrong, says nothing about the replica; nor does an answer that it can't do this one request. */
  fails(thrown: unknown): void {
    const error = toAppError(thrown);
    if (this.caller.aborted || isOfOneRequest(error)) return;
    if (error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED') this.replica.note('failed', thrown);
  }

  end(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.caller.removeEventListener('abort', this.leave);
    this.replica.end(this);
  }
}
