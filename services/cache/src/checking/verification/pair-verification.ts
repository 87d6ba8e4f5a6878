import type { RequestContext } from '@docmind/messaging';
import type { CacheMonitor } from '../../monitoring/cache-monitor.js';
import type { Clock } from '../../monitoring/clock.js';
import type { Comparison } from './pair-verifier.port.js';
import type { TestedVerifier } from './tested-verifier.js';
import type { ComparisonKey, ComparisonStore } from './comparison-store.port.js';
import { WAY_OF_ASKING } from './question-judge.policy.js';
import { type DoubtfulPair, type VerifyMode, verificationFor } from './verification.policy.js';

export interface VerificationSettings {
  readonly mode: VerifyMode;
  readonly limitMs: number;
}
export interface Doubt extends DoubtfulPair {
  readonly asked: { readonly key: string; readonly text: string };
  readonly stored: { readonly key: string; readonly text: string };
  /** Whoever waits for the lookup; undefined where nobody's deadline is known. */
  readonly asker: RequestContext | undefined;
}

/** Beyond these, doubts are left as they are: verification must not keep answers waiting for the model. */
const MOST_WAITING = 16;
/** Weight of the newest duration in the moving average. */
const NEWEST_SHARE = 0.3;

/** Settles doubtful pairs by what the model said before, or says now. Never throws: what fails is a fault, and the pair a miss. */
export class PairVerification {
  private readonly waiting = new Map<string, Promise<Comparison | undefined>>();
  /** One at a time; each waits for the one before. */
  private last: Promise<unknown> = Promise.resolve();
  private testing: Promise<void> = Promise.resolve();
  private usualMs: number | undefined;

  constructor(
    private readonly verifier: TestedVerifier,
    private readonly comparisons: ComparisonStore,
    private readonly monitor: CacheMonitor,
    private readonly clock: Clock,
    private readonly settings: VerificationSettings,
  ) {}

  /** Undefined where the model was not asked, or has not replied yet; the first doubt has it tested. */
  async settle(doubt: Doubt): Promise<Comparison | undefined> {
    const limits = { usualMs: this.usualMs, limitMs: this.settings.limitMs, remainingMs: this.remainingMs(doubt.asker) };
    const when = verificationFor(this.settings.mode, doubt, limits);
    if (when === 'no') return undefined;
    if (!this.verifier.mayJudge) {
      this.testing = this.verifier.test();
      return undefined;
    }
    const kept = await this.monitor.orElse('store', undefined, async () => this.comparisons.find(this.keyOf(doubt)));
    if (kept !== undefined) return kept;
    const coming = this.ask(doubt);
    return when === 'now' ? coming : undefined;
  }

  /** Resolves when nothing is being verified any more. */
  async idle(): Promise<void> {
    await Promise.all([this.testing, this.last]);
  }

  private ask(doubt: Doubt): Promise<Comparison | undefined> {
    const { asked, stored } = this.keyOf(doubt);
    const name = `${asked} ${stored}`;
    const running = this.waiting.get(name);
    if (running) return running;
    if (this.waiting.size >= MOST_WAITING) return Promise.resolve(undefined);
    const coming = this.last.then(() => this.verify(doubt)).finally(() => this.waiting.delete(name));
    this.waiting.set(name, coming);
    this.last = coming;
    return coming;
  }

  private verify(doubt: Doubt): Promise<Comparison | undefined> {
    return this.monitor.orElse('verifier', undefined, async () => {
      const startedAt = performance.now();
      const comparison = await this.verifier.verify(
        { asked: doubt.asked.text, stored: doubt.stored.text },
        this.settings.limitMs,
        doubt.asker,
      );
      this.took(performance.now() - startedAt);
      this.comparisons.keep(this.keyOf(doubt), comparison);
      return comparison;
    });
  }

  private took(durationMs: number): void {
    this.usualMs = this.usualMs === undefined ? durationMs : this.usualMs + NEWEST_SHARE * (durationMs - this.usualMs);
  }

  /** The same whichever of the two was asked first. */
  private keyOf({ asked, stored }: Doubt): ComparisonKey {
    const [first, second] = [asked.key, stored.key].sort() as [string, string];
    return { asked: first, stored: second, model: `${this.verifier.model}, asked as ${WAY_OF_ASKING}` };
  }

  private remainingMs(asker: RequestContext | undefined): number {
    return asker === undefined ? Infinity : asker.deadline - this.clock.nowMs();
  }
}
