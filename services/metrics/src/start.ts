import { type RunningService, startService } from '@docmind/bootstrap';
import { METRICS_ROUTES } from '@docmind/contracts';
import type { MessageTransport } from '@docmind/messaging';
import type { MetricsConfig } from './config/config.js';
import { MetricsModule } from './metrics.module.js';

export async function startMetrics(config: MetricsConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'metrics',
    module: MetricsModule.forRoot(config),
    config,
    http: { port: config.METRICS_PORT, portVariable: 'METRICS_PORT', routes: METRICS_ROUTES },
    transport,
  });
}
