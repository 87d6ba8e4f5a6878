import { z } from 'zod';
import { defineCall, defineEvent } from './contract.js';

/** One finished operation: a question, a generation, a lookup, an ingestion. */
export const performanceRecordSchema = z.object({
  /** Chosen by the sender, so that a repeated delivery is written once. */
  id: z.string().min(8).max(64),
  operation: z.string().min(1).max(64),
  latencyMs: z.number().nonnegative(),
  tokensProcessed: z.number().int().nonnegative().default(0),
  timestamp: z.string(),
  metrics: z
    .object({
      timeToFirstTokenMs: z.number().nonnegative().optional(),
      promptTokens: z.number().int().nonnegative().optional(),
      completionTokens: z.number().int().nonnegative().optional(),
      contextLength: z.number().int().nonnegative().optional(),
      cacheResult: z.enum(['exact', 'semantic', 'miss', 'bypass']).optional(),
      errorCode: z.string().optional(),
      retries: z.number().int().nonnegative().optional(),
      fallbacks: z.number().int().nonnegative().optional(),
    })
    .catchall(z.unknown())
    .default({}),
});
export type PerformanceRecord = z.infer<typeof performanceRecordSchema>;

const amount = z.number().nonnegative();
/** Figures over the last window; VRAM and GPU are null where there is no GPU to ask. Times in milliseconds, memory in bytes. */
export const performanceSnapshotSchema = z
  .object({
    timestamp: z.string(),
    inference: z.object({
      decode_tokens_per_second: amount,
      prefill_tokens_per_second: amount,
      time_to_first_token: amount,
      total_latency: amount,
      tokens_generated: z.number().int().nonnegative(),
      context_length: z.number().int().nonnegative(),
    }),
    resources: z.object({
      vram_used: amount.nullable(),
      vram_total: amount.nullable(),
      vram_max_threshold: amount.nullable(),
      ram_used: amount,
      cpu_percent: amount,
      gpu_percent: amount.nullable(),
    }),
    errors: z.object({ count: z.number().int(), retries: z.number().int(), fallbacks: z.number().int() }),
  })
  .meta({ id: 'PerformanceSnapshot' });
export type PerformanceSnapshot = z.infer<typeof performanceSnapshotSchema>;

/** One step of the history. Without records in it the rates are 0; resources are what the last look within it found. */
export const performanceStepSchema = performanceSnapshotSchema
  .extend({ resources: performanceSnapshotSchema.shape.resources.nullable(), records: z.number().int().nonnegative() })
  .meta({ id: 'PerformanceStep' });
export type PerformanceStep = z.infer<typeof performanceStepSchema>;
export const performanceHistorySchema = z
  .object({ from: z.string(), to: z.string(), stepSeconds: z.number().int().positive(), steps: z.array(performanceStepSchema) })
  .meta({ id: 'PerformanceHistory' });
export type PerformanceHistory = z.infer<typeof performanceHistorySchema>;

export const metricsPerformanceRecorded = defineEvent(
  'metrics.performance.recorded',
  z.object({ records: z.array(performanceRecordSchema).min(1).max(500) }),
);
export const metricsPerformanceSnapshot = defineCall('metrics.performance.snapshot', z.object({}), performanceSnapshotSchema);
