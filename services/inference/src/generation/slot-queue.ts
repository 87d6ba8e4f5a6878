import { AppError } from '@docmind/errors';
import { FairQueue } from './fair-queue.policy.js';

type Waiter = () => void;
export type Release = () => void;

export interface SlotQueueOptions {
  /** May change while requests run and wait. */
  readonly slots: number;
  readonly maxWaiting: number;
  /** Estimated tokens of all that wait. One request may wait whatever it costs. */
  readonly maxWaitingTokens: number;
  /** What a refusal calls the thing that is busy. */
  readonly name: string;
}

/** Who asks for a slot. */
export interface SlotRequest {
  readonly tenant: string;
  /** Prompt and answer, as far as they can be told beforehand. */
  readonly tokens: number;
  /** How long anybody waits for the answer; Infinity where nobody said. */
  readonly leftMs: number;
}

/** Of the newest in the moving means of what turns take and cost. */
const NEWEST_TURN_SHARE = 0.2;
const MAX_RETRY_AFTER_SECONDS = 60;

/** So many at once; a number of requests and tokens waiting, both bounded; tenants in turn, by tokens. */
export class SlotQueue {
  private runningCount = 0;
  private turnMs: number | undefined;
  private turnTokens = 0;
  private readonly waiting = new FairQueue<Waiter>();

  constructor(private readonly options: SlotQueueOptions) {}

  get running(): number {
    return this.runningCount;
  }

  get depth(): number {
    return this.waiting.size;
  }

  /** Estimated, of those who wait. */
  get depthTokens(): number {
    return this.waiting.tokens;
  }

  /**
   * Resolves when it is this request's turn; call what it gives exactly once when done. Who would get no turn in the time that is left, at the
   * rate tokens were served of late, is told at once instead of at the end of it.
   * @throws AppError RESOURCE_EXHAUSTED when the queue is full or too slow, CANCELLED when the signal aborts first
   */
  async acquire(request: SlotRequest, signal: AbortSignal): Promise<Release> {
    if (signal.aborted) throw abortError(signal);
    const free = this.takeFree(request.tokens);
    if (free) return free;
    const { size, tokens } = this.waiting;
    if (size >= this.options.maxWaiting || (size > 0 && tokens + request.tokens > this.options.maxWaitingTokens)) throw this.full(request);
    if (this.expectedWaitMs(request.tenant) > request.leftMs) throw this.tooSlow(request);
    return this.wait(request, signal);
  }

  /** A slot without waiting for one; undefined where all are taken. */
  takeFree(tokens: number): Release | undefined {
    return this.runningCount < this.options.slots ? this.take(tokens) : undefined;
  }

  /** For who asks now: those before it and one more turn, at the rate of late; 0 as long as no turn has ended. */
  private expectedWaitMs(tenant: string): number {
    return this.msFor(this.waiting.before(tenant).tokens);
  }

  private msFor(tokensBefore: number): number {
    return ((tokensBefore / Math.max(1, this.turnTokens) + 1) * (this.turnMs ?? 0)) / this.options.slots;
  }

  private take(tokens: number): Release {
    this.runningCount++;
    const startedAt = performance.now();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.runningCount--;
      this.noteTurn(performance.now() - startedAt, tokens);
      while (this.runningCount < this.options.slots && this.waiting.size > 0) this.waiting.shift()?.();
    };
  }

  private noteTurn(ms: number, tokens: number): void {
    const share = this.turnMs === undefined ? 1 : NEWEST_TURN_SHARE;
    this.turnMs = (this.turnMs ?? 0) * (1 - share) + ms * share;
    this.turnTokens = this.turnTokens * (1 - share) + tokens * share;
  }

  private wait({ tenant, tokens }: SlotRequest, signal: AbortSignal): Promise<Release> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.remove(tenant, start);
        reject(abortError(signal));
      };
      const start: Waiter = () => {
        signal.removeEventListener('abort', leave);
        resolve(this.take(tokens));
      };
      signal.addEventListener('abort', leave, { once: true });
      this.waiting.push(tenant, tokens, start);
    });
  }

  private full({ tokens }: SlotRequest): AppError {
    const { name, slots, maxWaiting, maxWaitingTokens } = this.options;
    const isLong = this.waiting.size < maxWaiting;
    const why = isLong
      ? `about ${this.waiting.tokens} tokens wait, this request has about ${tokens}, and ${maxWaitingTokens} is its limit`
      : `${slots} running and ${maxWaiting} waiting is its limit`;
    const limit = isLong ? { queueTokenLimit: maxWaitingTokens } : { queueLimit: maxWaiting };
    const details = { retryAfterSeconds: this.retryAfterSeconds(), ...limit };
    return new AppError('RESOURCE_EXHAUSTED', `${name} is busy: ${why}; ask again later`, { details });
  }

  private tooSlow({ tenant, leftMs }: SlotRequest): AppError {
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
    const { requests } = this.waiting.before(tenant);
    const why = `${requests} requests wait before this one, about ${seconds(this.expectedWaitMs(tenant))}; its deadline is in ${seconds(leftMs)}`;
    return new AppError('RESOURCE_EXHAUSTED', `${this.options.name} is busy: ${why}`, {
      details: { retryAfterSeconds: this.retryAfterSeconds() },
    });
  }

  /** When about half of those who wait will have had their turn. */
  private retryAfterSeconds(): number {
    return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(this.msFor(this.waiting.tokens) / 2_000)));
  }
}

/** The reason given for an abort when it says more than that there was one. */
export function abortError(signal: AbortSignal): AppError {
  return signal.reason instanceof AppError ? signal.reason : new AppError('CANCELLED', 'The caller went away before the answer was there');
}
