export { type MetricsConfig, metricsConfigSchema } from './config.js';
export { startMetrics } from './start.js';
