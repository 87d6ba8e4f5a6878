export type MetricKind = 'counter' | 'gauge' | 'histogram';

const FORM = /^(docmind|gen_ai)(_[a-z0-9]+)+$/;
/** Whoever reads a figure must not have to look up its unit: seconds, bytes, and ratios of 1. */
const NOT_BASE_UNITS = new Set([
  'percent',
  'milliseconds',
  'ms',
  'minutes',
  'hours',
  'kilobytes',
  'kb',
  'megabytes',
  'mb',
  'gigabytes',
  'gb',
]);

/** What is wrong with a metric's name by the house style and Prometheus' own, or undefined. */
export function metricNameProblem(kind: MetricKind, name: string): string | undefined {
  if (!FORM.test(name)) return 'must be docmind_* or gen_ai_*, in lower case';
  const foreign = name.split('_').find((word) => NOT_BASE_UNITS.has(word));
  if (foreign) return `must be in a base unit (seconds, bytes, ratio), not in ${foreign}`;
  const isTotal = name.endsWith('_total');
  if (kind === 'counter' && !isTotal) return 'must end in _total, because it is a counter';
  if (kind !== 'counter' && isTotal) return `must not end in _total, because it is a ${kind}`;
  return undefined;
}
