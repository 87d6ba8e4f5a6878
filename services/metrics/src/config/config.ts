import { commonConfigShape } from '@docmind/bootstrap';
import { envInteger, envNumber, envPort } from '@docmind/config';
import { z } from 'zod';

export const metricsConfigSchema = z.object({
  ...commonConfigShape,
  METRICS_PORT: envPort(9090),
  /** What /performance looks back on. */
  METRICS_WINDOW_SECONDS: envInteger({ min: 1, max: 86_400, default: 300 }),
  /** The most records kept for that window; older ones go first. */
  METRICS_WINDOW_RECORDS: envInteger({ min: 10, max: 1_000_000, default: 20_000 }),
  METRICS_FLUSH_INTERVAL_MS: envInteger({ min: 10, max: 600_000, default: 1_000 }),
  METRICS_BATCH_SIZE: envInteger({ min: 1, max: 500, default: 200 }),
  /** Records that wait for persistence while it is down; beyond it the oldest are dropped and counted. */
  METRICS_BUFFER_RECORDS: envInteger({ min: 1, max: 1_000_000, default: 10_000 }),
  METRICS_RESOURCE_INTERVAL_MS: envInteger({ min: 100, max: 600_000, default: 5_000 }),
  /** The part of the GPU's memory that is reported as vram_max_threshold. */
  METRICS_VRAM_MAX_FRACTION: envNumber({ min: 0.01, max: 1, default: 0.95 }),
});
export type MetricsConfig = z.infer<typeof metricsConfigSchema>;
