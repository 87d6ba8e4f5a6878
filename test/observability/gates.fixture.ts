// What the gates say, held against what a real Prometheus says.
import type { Gate } from '@docmind/contracts';
import type { GateDefinition } from '@docmind/metrics';
import type { Prometheus } from './prometheus.fixture.js';

/** Prometheus extrapolates growth to the edges of its window, each series by itself. */
const PART = 0.02;
/**
 * Of some hundred samples a quantile jumps from a bucket to the next when a few more are counted, and one of both has seen the first, slow ones: it is alike
 * between those so far beside it.
 */
const QUANTILE_BESIDE = 0.04;

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
      const known = (await prometheus.query(promql))[0]?.value;
      const rule = verdicts.find(({ labels }) => labels.gate === id)?.value === 1 ? 'pass' : 'fail';
      return { id, value, known, verdict, rule };
    }),
  );
  const isAlike = (value: number | null, known = Number.NaN) => Math.abs(known - (value ?? 0)) <= PART * Math.abs(value ?? 0);
  const differing = compared.filter(({ value, known, verdict, rule }) => !isAlike(value, known) || verdict !== rule);
  const areBeside = await Promise.all(
    differing.map(async ({ id, value, verdict, rule }) => {
      const promql = gates.find((gate) => gate.id === id)?.promql ?? '';
      return verdict === rule && value !== null && isBeside(value, await quantilesBeside(prometheus, promql));
    }),
  );
  return differing.filter((_, at) => !areBeside[at]);
}

function isBeside(value: number, [low, high]: readonly number[]): boolean {
  return low !== undefined && high !== undefined && value >= low * (1 - PART) && value <= high * (1 + PART);
}

async function quantilesBeside(prometheus: Prometheus, promql: string): Promise<number[]> {
  const [call, quantile] = /histogram_quantile\((0\.\d+)/.exec(promql) ?? [];
  if (call === undefined) return [];
  const others = [-QUANTILE_BESIDE, QUANTILE_BESIDE].map((by) =>
    promql.replace(call, `histogram_quantile(${Math.min(1, Number(quantile) + by)}`),
  );
  return Promise.all(others.map(async (other) => (await prometheus.query(other))[0]?.value ?? Number.NaN));
}
