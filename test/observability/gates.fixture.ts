// What the gates say, held against what a real Prometheus says.
import type { Gate } from '@docmind/contracts';
import type { GateDefinition } from '@docmind/metrics';
import type { Prometheus } from './prometheus.fixture.js';

/** Prometheus extrapolates growth to the edges of its window, each series by itself. */
const PART = 0.02;
/** What is told from the same counts differs by rounding alone. */
const ROUNDING = 1e-9;

/** The series of all counters and histograms that gates are computed from, each value of their labels by itself. */
export function countersOf(gates: readonly GateDefinition[]): string[] {
  const selectors = gates.flatMap(({ figure }) => {
    if (figure === undefined || ['highest', 'present', 'average', 'total', 'balance'].includes(figure.kind)) return [];
    const suffix = figure.kind === 'quantile' ? '_count' : '';
    return Object.values(figure).flatMap((part) => (typeof part === 'object' ? seriesOf(`${part.metric}${suffix}`, part.where) : []));
  });
  return [...new Set(selectors)];
}

function seriesOf(metric: string, where: Readonly<Record<string, string>> = {}): string[] {
  const sets = Object.entries(where).reduce<string[][]>(
    (before, [label, pattern]) => before.flatMap((set) => pattern.split('|').map((value) => [...set, `${label}="${value}"`])),
    [[]],
  );
  return sets.map((labels) => `${metric}{${labels.join(', ')}}`);
}

export async function missingOf(prometheus: Prometheus, series: readonly string[]): Promise<string[]> {
  const found = await Promise.all(series.map(async (one) => ({ one, isThere: (await prometheus.query(one)).length > 0 })));
  return found.filter(({ isThere }) => !isThere).map(({ one }) => one);
}

/** Where the gate's own PromQL gives another value, or the recorded rule another verdict. */
export async function differencesFrom(prometheus: Prometheus, gates: readonly Gate[]): Promise<object[]> {
  const verdicts = await prometheus.query('docmind:gate:pass');
  const compared = await Promise.all(
    gates.map(async ({ id, promql = '', value, verdict }) => {
      const counted = countedOf(promql);
      const part = counted === promql ? PART : ROUNDING;
      const known = (await prometheus.query(counted))[0]?.value;
      const rule = verdicts.find(({ labels }) => labels.gate === id)?.value === 1 ? 'pass' : 'fail';
      return { id, value, known, part, verdict, rule };
    }),
  );
  return compared.filter(({ value, known, part, verdict, rule }) => !isAlike(value, known, part) || verdict !== rule);
}

function isAlike(value: number | null, known = Number.NaN, part = 0): boolean {
  return Math.abs(known - (value ?? 0)) <= part * Math.abs(value ?? 0);
}

/**
 * One sample more makes a quantile jump from a bucket to the next, and what came before Prometheus' first look, the slowest of all, is in no growth of its own.
 * The processes began within the window, so all that they counted has grown: a quantile is told from that, and is exactly the gate's.
 */
function countedOf(promql: string): string {
  return promql.startsWith('histogram_quantile(') ? promql.replace(/increase\(([^[]+)\[\w+\]\)/u, '$1') : promql;
}
