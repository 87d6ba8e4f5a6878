import { collectDefaultMetrics, Counter, Gauge, type Metric, Registry } from 'prom-client';
import { Histogram } from './histogram.js';
import { type MetricKind, metricNameProblem } from './metric-name.policy.js';

/** OpenTelemetry's recommended buckets for GenAI durations, in seconds. */
export const GEN_AI_DURATION_BUCKETS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
export const GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
export const GEN_AI_TIME_PER_TOKEN_BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
export const GEN_AI_TOKEN_BUCKETS = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576];
const LATENCY_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

const OURS = /^(?:docmind|gen_ai)_/;

/** As Prometheus writes the bounds of buckets. */
function bound(value: unknown): string {
  return value === Infinity ? '+Inf' : String(value);
}

/** Each combination of the values that labels may have. */
export function combinations(values: Readonly<Record<string, readonly string[]>>): Labels[] {
  return Object.entries(values).reduce<Labels[]>(
    (sets, [label, own]) => sets.flatMap((set) => own.map((value) => ({ ...set, [label]: value }))),
    [{}],
  );
}

/**
 * One service's metrics. Each service has its own registry, so that five of them fit into one process. Asking twice gives the same metric.
 * @throws Error for a name that breaks the house style, which says what would be right
 */
export class MetricsRegistry {
  readonly registry = new Registry();

  /** @param hidden beginnings of names that are counted and not shown */
  constructor(
    service: string,
    private readonly hidden: readonly string[] = [],
  ) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param known label sets that are shown as 0 before anything happened, so that "nothing happened" isn't "no data" */
  counter(name: string, help: string, labels: readonly string[] = [], known: readonly Labels[] = []): Counter {
    const options = { name, help, labelNames: [...labels], registers: this.registersOf(name) };
    const counter = this.existing<Counter>('counter', name) ?? new Counter(options);
    for (const set of known) counter.inc({ ...set }, 0);
    return counter;
  }

  gauge(name: string, help: string, labels: readonly string[] = []): Gauge {
    const options = { name, help, labelNames: [...labels], registers: this.registersOf(name) };
    return this.existing<Gauge>('gauge', name) ?? new Gauge(options);
  }

  /** @param buckets upper bounds in the metric's base unit */
  histogram(name: string, help: string, labels: readonly string[] = [], buckets: readonly number[] = LATENCY_BUCKETS): Histogram {
    const known = this.existing<Histogram>('histogram', name);
    if (known) return known;
    const histogram = new Histogram(name, help, labels, buckets);
    // The registry needs no more than a histogram of ours has.
    for (const registry of this.registersOf(name)) registry.registerMetric(histogram as unknown as Metric);
    return histogram;
  }

  /** A figure that something else keeps, read at each scrape; what it has no sample for isn't shown. A name in `_total` makes it a counter. */
  watch(name: string, help: string, labels: readonly string[], read: () => readonly Sample[] | Promise<readonly Sample[]>): void {
    const metric = name.endsWith('_total') ? this.counter(name, help, labels) : this.gauge(name, help, labels);
    const collect = async () => {
      const samples = await read();
      // Emptied after the wait, because two scrapes at once would add up.
      metric.reset();
      for (const sample of samples) metric.inc({ ...sample.labels }, sample.value);
    };
    Object.assign(metric, { collect });
  }

  /** Every series of ours as it is now; of a histogram its buckets, sum and count. */
  async samples(): Promise<{ readonly name: string; readonly labels: Labels; readonly value: number }[]> {
    const metrics = await this.registry.getMetricsAsJSON();
    return metrics.flatMap(({ name, values }) =>
      OURS.test(name)
        ? values.map((sample) => ({
            name: (sample as { metricName?: string }).metricName ?? name,
            labels: Object.fromEntries(Object.entries(sample.labels).map(([label, value]) => [label, bound(value)])),
            value: sample.value,
          }))
        : [],
    );
  }

  private registersOf(name: string): Registry[] {
    return this.hidden.some((beginning) => name.startsWith(beginning)) ? [] : [this.registry];
  }

  private existing<M>(kind: MetricKind, name: string): M | undefined {
    const problem = metricNameProblem(kind, name);
    if (problem) throw new Error(`the metric ${name} ${problem}`);
    return this.registry.getSingleMetric(name) as M | undefined;
  }
}
