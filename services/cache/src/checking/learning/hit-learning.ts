import type { CacheLookupReply } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { LRUCache } from 'lru-cache';
import type { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { type HitVerdict, MOST_OF_A_TENANT, MOST_SHIFT, shareAfter, shiftOf } from './calibration-shift.policy.js';
import type { ShiftStore, SourceShare } from './shift-store.port.js';

/** Verdicts come soon after the hit, if at all. */
const MOST_SERVED = 10_000;
/** Tenants' names have no colon. */
const SHADOW = 'cache:shadow';

export interface LearningFigures {
  /** Pairs are judged as if they scored lower by this many log-odds. */
  readonly shift: number;
  readonly mostShift: number;
  /** The part of it that the cache's own checks make up, and the asking tenant's verdicts. */
  readonly ofChecks: number;
  readonly ofTenant: number;
}

/**
 * Verdicts that semantic hits were wrong make the decision stricter, and verdicts that they were right loosen that again, within the bounds of the
 * policy. Each hit counts once. An exact hit doesn't count: that it was wrong says nothing about likeness. What fails is a fault.
 */
export class HitLearning {
  /** The probability that each tenant's latest hit on an entry was served with. */
  private readonly served = new LRUCache<string, number>({ max: MOST_SERVED });
  private shares: readonly SourceShare[];
  private summed: number;

  /** @param calibration names the embedder and its calibration; undefined without one, and then there is nothing to learn */
  constructor(
    private readonly store: ShiftStore,
    private readonly monitor: CacheMonitor,
    private readonly calibration: string | undefined,
  ) {
    this.shares = this.read();
    this.summed = this.measured();
  }

  /** In log-odds, from 0 to MOST_SHIFT. */
  get shift(): number {
    return this.summed;
  }

  remember(tenant: string, reply: CacheLookupReply): void {
    if (reply.result === 'semantic') this.served.set(keyOf(tenant, reply.entry), reply.probability);
    else if (reply.result === 'exact') this.served.delete(keyOf(tenant, reply.entry));
  }

  /** A caller's verdict. Whoever passes it on has checked the caller's role. */
  async learnFromCaller(tenant: string, entry: string, verdict: HitVerdict): Promise<void> {
    const key = keyOf(tenant, entry);
    const probability = this.served.get(key);
    if (probability === undefined) return;
    this.served.delete(key);
    await this.learn(tenant, verdict, probability, MOST_OF_A_TENANT);
  }

  /** A shadow check's verdict. */
  async learnFromCheck(verdict: HitVerdict, probability: number): Promise<void> {
    await this.learn(SHADOW, verdict, probability, MOST_SHIFT);
  }

  /** Back to the shipped calibration. @throws AppError UNAVAILABLE when that can't be written */
  async reset(): Promise<void> {
    const { calibration, store } = this;
    if (calibration === undefined) return;
    const done = await this.monitor.orElse('store', false, () => store.reset(calibration).then(() => true));
    if (!done) throw new AppError('UNAVAILABLE', 'The calibration was not reset, because the store could not be written; ask again');
    this.shares = [];
    this.summed = this.measured();
  }

  figures(tenant: string): LearningFigures {
    const of = (name: string): number => this.shares.find(({ source }) => source === name)?.share ?? 0;
    return { shift: this.summed, mostShift: MOST_SHIFT, ofChecks: of(SHADOW), ofTenant: of(tenant) };
  }

  private async learn(source: string, verdict: HitVerdict, probability: number, most: number): Promise<void> {
    const { calibration, store } = this;
    if (calibration === undefined) return;
    const next = (share: number): number => shareAfter(share, verdict, probability, most);
    this.shares = await this.monitor.orElse('store', this.shares, () => store.change(calibration, source, next));
    this.summed = this.measured();
  }

  private read(): readonly SourceShare[] {
    const { calibration, store } = this;
    return calibration === undefined ? [] : this.monitor.orElseNow('store', [], () => store.shares(calibration));
  }

  private measured(): number {
    const shift = shiftOf(this.shares.map(({ share }) => share));
    this.monitor.shifted(shift);
    return shift;
  }
}

function keyOf(tenant: string, entry: string): string {
  return `${tenant} ${entry}`;
}
