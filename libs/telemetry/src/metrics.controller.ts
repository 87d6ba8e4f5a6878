import { Controller, Get, Inject, Res } from '@nestjs/common';
import { MetricsRegistry } from './metrics-registry.js';

@Controller('metrics')
export class MetricsController {
  constructor(@Inject(MetricsRegistry) private readonly metrics: MetricsRegistry) {}

  /** Prometheus text. */
  @Get()
  async read(@Res({ passthrough: true }) reply: { header(name: string, value: string): unknown }): Promise<string> {
    reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
