import { type RunningService, startService } from '@docmind/bootstrap';
import type { MessageTransport } from '@docmind/messaging';
import type { MetricsConfig } from './config.js';
import { MetricsModule } from './metrics.module.js';

export async function startMetrics(config: MetricsConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'metrics',
    module: MetricsModule.forRoot(config),
    http: { host: config.DOCMIND_HOST, port: config.METRICS_PORT },
    transport,
    logLevel: config.LOG_LEVEL,
    logFormat: config.LOG_FORMAT,
  });
}
