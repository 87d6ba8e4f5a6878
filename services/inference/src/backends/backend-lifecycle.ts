import { toAppError } from '@docmind/errors';
import { HealthRegistry } from '@docmind/telemetry';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { BackendManager } from './backend-manager.js';
import { BackendMetrics } from './backend-metrics.js';
import { BackendReport } from './backend-report.js';

/** Loads the active backend with the service. One that can't be loaded doesn't stop the service: readiness says why, each request tries again. */
@Injectable()
export class BackendLifecycle implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  constructor(
    private readonly backends: BackendManager,
    private readonly health: HealthRegistry,
    private readonly metrics: BackendMetrics,
    private readonly reports: BackendReport,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.health.add('engine', () => this.backends.active.engine.health());
    this.metrics.watch();
    this.backends.events.listen((event) => this.reports.tell(event));
    try {
      await this.backends.start();
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      this.logger.warn({ msg: 'the engine is not there yet', engine: this.backends.active.name, errorCode: code, reason: message });
    }
  }

  /** Before the doors wait for their clients: who follows the backends would never leave. */
  onModuleDestroy(): void {
    this.backends.events.end();
  }

  /** After the doors were closed and running requests ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.backends.close();
  }
}
