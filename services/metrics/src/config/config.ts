import { commonConfigShape } from '@docmind/bootstrap';
import { envBoolean, envInteger, envNumber, envPort } from '@docmind/config';
import { z } from 'zod';

export const metricsConfigSchema = z.object({
  ...commonConfigShape,
  METRICS_PORT: envPort(9090).describe('`/performance`, `/gates` and figures for Prometheus.'),
  METRICS_WINDOW_SECONDS: envInteger({ min: 1, max: 86_400, default: 300 }).describe('What /performance looks back on.'),
  METRICS_WINDOW_RECORDS: envInteger({ min: 10, max: 1_000_000, default: 20_000 }).describe(
    'The most records kept for that window; older ones go first.',
  ),
  METRICS_FLUSH_INTERVAL_MS: envInteger({ min: 10, max: 600_000, default: 1_000 }).describe(
    'How long a performance record waits to be written at most.',
  ),
  METRICS_BATCH_SIZE: envInteger({ min: 1, max: 500, default: 200 }).describe('Performance records in one write.'),
  METRICS_BUFFER_RECORDS: envInteger({ min: 1, max: 1_000_000, default: 10_000 }).describe(
    'Records that wait for persistence while it is down; beyond it the oldest are dropped and counted.',
  ),
  METRICS_RESOURCE_INTERVAL_MS: envInteger({ min: 100, max: 600_000, default: 5_000 }).describe(
    'How often memory, processor and GPU are looked at.',
  ),
  ENABLE_PERFORMANCE_LOGGING: envBoolean(true).describe(
    'Whether performance records are kept in the database, for `GET /performance/history`.',
  ),
  METRICS_VRAM_MAX_FRACTION: envNumber({ min: 0.01, max: 1, default: 0.95 }).describe(
    "The part of the GPU's memory that is reported as vram_max_threshold.",
  ),
  CACHE_HIT_RATE_TARGET: envNumber({ min: 0, max: 1, default: 0.6 }).describe(
    'The gate of the answer cache: the share of repeated questions that it must answer.',
  ),
  INGESTION_REDUCTION_TARGET: envNumber({ min: 0, max: 1, default: 0.8 }).describe(
    'The gate of the ingestion cache: the share of the time that a document read before must save.',
  ),
});
export type MetricsConfig = z.infer<typeof metricsConfigSchema>;
