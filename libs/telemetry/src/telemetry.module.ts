import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController, HealthRegistry } from './health.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsRegistry } from './metrics-registry.js';
import type { ServiceLogger } from './service-logger.js';

/** Logger, metrics and health for one service, with the doors that show them. */
@Module({})
export class TelemetryModule {
  static forRoot(service: string, logger: ServiceLogger, hiddenMetrics: readonly string[] = []): DynamicModule {
    return {
      module: TelemetryModule,
      global: true,
      // Terminus would log every failed check as an error; readiness is polled, and its answer names the part.
      imports: [TerminusModule.forRoot({ logger: false })],
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: Logger, useValue: logger },
        { provide: MetricsRegistry, useFactory: () => new MetricsRegistry(service, hiddenMetrics) },
        HealthRegistry,
      ],
      exports: [Logger, MetricsRegistry, HealthRegistry],
    };
  }
}
