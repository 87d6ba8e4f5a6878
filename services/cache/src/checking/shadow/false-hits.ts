import type { CacheStats, CheckVerdict } from '@docmind/contracts';
import { combinations, type MetricsRegistry } from '@docmind/telemetry';
import { exactInterval } from '../../likeness/fitting/proportion.policy.js';

type Figures = NonNullable<CacheStats['falseHits']>;

/** Older checks say little about today's traffic and calibration. */
const LATEST = 1_000;

const VERDICTS = combinations({ verdict: ['right', 'wrong', 'undecided', 'skipped'] satisfies CheckVerdict[] });

/** How often sampled semantic hits were wrong, with the exact 95 % interval. What could not be decided is counted and changes no bound. */
export class FalseHits {
  private readonly verdicts: Record<CheckVerdict, number> = { right: 0, wrong: 0, undecided: 0, skipped: 0 };
  /** Of the latest decided ones, whether each was wrong. */
  private readonly latest: boolean[] = [];
  private readonly checks;
  private readonly ratio;
  private readonly excess;

  /** @param budget the largest share that the calibration allows, shown beside what it turned out to be */
  constructor(
    metrics: MetricsRegistry,
    private readonly budget: number,
  ) {
    const help = 'Sampled semantic hits, by what answering anew said of them';
    this.checks = metrics.counter('docmind_cache_shadow_checks_total', help, ['verdict'], VERDICTS);
    this.ratio = metrics.gauge('docmind_cache_false_hit_ratio', 'Share of wrong answers among checked semantic hits; 95 % bounds', [
      'bound',
    ]);
    const beyond = 'How far the share of wrong hits is above the budget, with 97.5 % confidence; below 0 it is within';
    this.excess = metrics.gauge('docmind_cache_false_hit_excess_ratio', beyond, ['bound']);
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
    if (estimate === undefined) return;
    this.ratio.set({ bound: 'estimate' }, estimate);
    this.excess.set({ bound: 'lower' }, lower - this.budget);
  }
}
