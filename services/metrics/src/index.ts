export { type MetricsConfig, metricsConfigSchema } from './config/config.js';
export { startMetrics } from './start.js';
