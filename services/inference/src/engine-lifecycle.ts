import { toAppError } from '@docmind/errors';
import { HealthRegistry, MetricsRegistry } from '@docmind/telemetry';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { GenerationRules } from './chat/generation.js';
import { LlmEngine } from './llm-engine.port.js';

/** Loads the engine with the service. One that can't be loaded yet doesn't stop the service: readiness says why, and each request tries again. */
@Injectable()
export class EngineLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly engine: LlmEngine,
    private readonly health: HealthRegistry,
    private readonly metrics: MetricsRegistry,
    private readonly rules: GenerationRules,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.health.add('engine', () => this.engine.health());
    this.addGauges();
    try {
      await this.engine.load();
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      this.logger.warn({ msg: 'the engine is not there yet', engine: this.engine.name, errorCode: code, reason: message });
    }
  }

  /** After the doors were closed and running requests ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.engine.unload();
  }

  private addGauges(): void {
    const { engine, rules } = this;
    const figures: [string, string, () => number][] = [
      ['docmind_inference_running', 'Generations that run', () => rules.slots.running],
      ['docmind_inference_queue_depth', 'Requests that wait for the engine', () => rules.slots.depth],
      ['docmind_inference_engine_restarts', 'How often the engine came back after it had died', () => engine.stats().restarts],
      ['docmind_inference_aborted', 'Generations stopped because nobody wanted them any more', () => engine.stats().aborted],
      [
        'docmind_inference_last_abort_seconds',
        'From the wish to stop to the engine having stopped',
        () => (engine.stats().lastAbortMs ?? 0) / 1_000,
      ],
    ];
    for (const [name, help, read] of figures) {
      const gauge = this.metrics.gauge(name, help);
      Object.assign(gauge, { collect: () => gauge.set(read()) });
    }
  }
}
