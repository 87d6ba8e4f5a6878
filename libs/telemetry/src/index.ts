export { HealthRegistry } from './health.js';
export type { Histogram, HistogramSeries } from './histogram.js';
export {
  combinations,
  GEN_AI_DURATION_BUCKETS,
  GEN_AI_TIME_PER_TOKEN_BUCKETS,
  GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS,
  GEN_AI_TOKEN_BUCKETS,
  MetricsRegistry,
  type Sample,
} from './metrics-registry.js';
export { redact } from './redact.policy.js';
export {
  LOG_FORMATS,
  LOG_LEVELS,
  type LogFormat,
  type LogLevel,
  logLevelNamed,
  ServiceLogger,
  type ServiceLoggerOptions,
} from './service-logger.js';
export { TelemetryModule } from './telemetry.module.js';
export {
  embeddingsSpan,
  executeToolSpan,
  generationResult,
  generationSpan,
  generationText,
  invokeAgentSpan,
  planSpan,
  retrievalSpan,
} from './tracing/gen-ai.policy.js';
export { startTracing } from './tracing/tracing.js';
export type { Tracing } from './tracing/tracing.port.js';
