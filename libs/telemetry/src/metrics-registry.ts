import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** OpenTelemetry's recommended buckets for GenAI durations, in seconds. */
export const GEN_AI_DURATION_BUCKETS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
export const GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
export const GEN_AI_TIME_PER_TOKEN_BUCKETS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
export const GEN_AI_TOKEN_BUCKETS = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576];
const LATENCY_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** One service's metrics. Each service has its own registry, so that five of them fit into one process. Asking twice gives the same metric. */
export class MetricsRegistry {
  readonly registry = new Registry();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  counter(name: string, help: string, labels: readonly string[] = []): Counter {
    return this.existing<Counter>(name) ?? new Counter({ name, help, labelNames: [...labels], registers: [this.registry] });
  }

  gauge(name: string, help: string, labels: readonly string[] = []): Gauge {
    return this.existing<Gauge>(name) ?? new Gauge({ name, help, labelNames: [...labels], registers: [this.registry] });
  }

  /** @param buckets upper bounds in the metric's base unit */
  histogram(name: string, help: string, labels: readonly string[] = [], buckets: readonly number[] = LATENCY_BUCKETS): Histogram {
    const made = () => new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers: [this.registry] });
    return this.existing<Histogram>(name) ?? made();
  }

  private existing<M>(name: string): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }
}
