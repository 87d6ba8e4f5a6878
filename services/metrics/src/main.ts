import { runService } from '@docmind/bootstrap';
import { metricsConfigSchema } from './config/config.js';
import { startMetrics } from './start.js';

await runService({ name: 'metrics', schema: metricsConfigSchema, start: startMetrics });
