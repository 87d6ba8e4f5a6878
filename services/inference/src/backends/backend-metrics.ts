import { MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import type { EngineStats } from '../llm-engine.port.js';
import { BackendManager } from './backend-manager.js';

/** The backends' figures in the service's metrics. */
@Injectable()
export class BackendMetrics {
  constructor(
    private readonly backends: BackendManager,
    private readonly metrics: MetricsRegistry,
  ) {}

  watch(): void {
    const { backends } = this;
    const { all } = backends.routes;
    const sum = (read: (stats: EngineStats) => number) => all.reduce((total, { engine }) => total + read(engine.stats()), 0);
    this.gauge('running', 'Generations that run', () => all.reduce((total, { rules }) => total + rules.slots.running, 0));
    this.gauge('queue_depth', 'Requests that wait for the engine', () => all.reduce((total, { rules }) => total + rules.slots.depth, 0));
    this.gauge('waiting_for_backend', 'Requests that wait for a backend to be loaded', () => backends.waiting);
    this.gauge('engine_restarts', 'How often the engine came back after it had died', () => sum(({ restarts }) => restarts));
    this.gauge('aborted', 'Generations stopped because nobody wanted them any more', () => sum(({ aborted }) => aborted));
    this.gauge('last_abort_seconds', 'From the wish to stop to the engine having stopped', () =>
      Math.max(0, ...all.map(({ engine }) => (engine.stats().lastAbortMs ?? 0) / 1_000)),
    );
    this.watchStates();
  }

  private gauge(name: string, help: string, read: () => number): void {
    const gauge = this.metrics.gauge(`docmind_inference_${name}`, help);
    Object.assign(gauge, { collect: () => gauge.set(read()) });
  }

  private watchStates(): void {
    const { backends } = this;
    const gauge = this.metrics.gauge('docmind_inference_backend_ready', '1 for a backend that serves', ['backend', 'kind']);
    const collect = () => {
      for (const { name, kind, state } of backends.list()) gauge.set({ backend: name, kind }, state === 'ready' ? 1 : 0);
    };
    Object.assign(gauge, { collect });
    const changes = this.metrics.counter('docmind_inference_backend_changes_total', 'Changes of a backend to a state', [
      'backend',
      'state',
    ]);
    backends.events.listen(({ backend, state }) => changes.inc({ backend, state }));
  }
}
