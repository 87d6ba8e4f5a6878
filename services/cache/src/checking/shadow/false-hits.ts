import type { CacheStats, CheckVerdict } from '@docmind/contracts';
import type { MetricsRegistry } from '@docmind/telemetry';
import { exactInterval } from '../../likeness/fitting/proportion.policy.js';

type Figures = NonNullable<CacheStats['falseHits']>;

/** Older checks say little about today's traffic and calibration. */
const LATEST = 1_000;

/** How often sampled semantic hits were wrong, with the exact 95 % interval. What could not be decided is counted and changes no bound. */
export class FalseHits {
  private readonly verdicts: Record<CheckVerdict, number> = { right: 0, wrong: 0, undecided: 0, skipped: 0 };
  /** Of the latest decided ones, whether each was wrong. */
  private readonly latest: boolean[] = [];
  private readonly checks;
  private readonly ratio;

  /** @param budget the largest share that the calibration allows, shown beside what it turned out to be */
  constructor(metrics: MetricsRegistry, budget: number) {
    this.checks = metrics.counter('docmind_cache_shadow_checks_total', 'Sampled semantic hits, by what answering anew said of them', [
      'verdict',
    ]);
    this.ratio = metrics.gauge('docmind_cache_false_hit_ratio', 'Share of wrong answers among checked semantic hits; 95 % bounds', [
      'bound',
    ]);
    metrics.gauge('docmind_cache_false_hit_budget_ratio', 'The largest share that the calibration allows').set(budget);
    this.show();
  }

  count(verdict: CheckVerdict): void {
    this.verdicts[verdict] += 1;
    this.checks.inc({ verdict });
    if (verdict !== 'right' && verdict !== 'wrong') return;
    this.latest.push(verdict === 'wrong');
    if (this.latest.length > LATEST) this.latest.shift();
    this.show();
  }

  figures(): Figures {
    const { right, wrong, undecided, skipped } = this.verdicts;
    return { checked: right + wrong + undecided, wrong, undecided, skipped, ...this.interval() };
  }

  private interval(): Pick<Figures, 'estimate' | 'lower' | 'upper'> {
    const [total, wrong] = [this.latest.length, this.latest.filter(Boolean).length];
    return { ...(total === 0 ? {} : { estimate: wrong / total }), ...exactInterval(wrong, total) };
  }

  private show(): void {
    const { estimate, lower, upper } = this.interval();
    this.ratio.set({ bound: 'lower' }, lower);
    this.ratio.set({ bound: 'upper' }, upper);
    if (estimate !== undefined) this.ratio.set({ bound: 'estimate' }, estimate);
  }
}
