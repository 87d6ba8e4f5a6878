import { type FigureSample, metricsFiguresReported } from '@docmind/contracts';
import { type MessageClient, newRequestContext } from '@docmind/messaging';
import type { HealthRegistry, MetricsRegistry } from '@docmind/telemetry';

export interface ReportedService {
  readonly name: string;
  /** One process of it. */
  readonly instance: string;
  readonly client: MessageClient;
  readonly metrics: MetricsRegistry;
  readonly health: HealthRegistry;
}

/** The metrics service may start after this one, and has not heard the first report then. */
const SOON_MS = 2_000;
/** Services of this process that report: in one process they share its memory. */
let services = 0;

/**
 * Tells the metrics service what this one counts, again and again: it judges the gates without a Prometheus, and knows who is there.
 * @returns what ends it
 */
export function reportFigures(service: ReportedService, startedAtMs: number, intervalMs: number): () => void {
  services += 1;
  const share = () => [{ value: process.memoryUsage.rss() / services }];
  service.metrics.watch(
    'docmind_service_memory_bytes',
    "Resident memory of the service; in one process its share of the process's",
    [],
    share,
  );
  const report = () => void send(service, startedAtMs).catch(() => undefined);
  const timer = setInterval(report, intervalMs).unref();
  report();
  const again = setTimeout(report, Math.min(SOON_MS, intervalMs)).unref();
  return () => {
    services -= 1;
    clearInterval(timer);
    clearTimeout(again);
  };
}

async function send({ name, instance, client, metrics, health }: ReportedService, startedAtMs: number): Promise<void> {
  const [samples, parts] = await Promise.all([metrics.samples(), health.look()]);
  const isReady = parts.every(({ isUp }) => isUp);
  const own = samples.map(({ name: metric, labels, value }): FigureSample => [metric, labels, value]);
  await client.publish(metricsFiguresReported, { service: name, instance, startedAtMs, isReady, samples: own }, newRequestContext());
}
