import type { ReplicaInfo } from '@docmind/contracts';
import { MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import type { EngineFigures, EngineStats, LlmEngine } from '../generation/llm-engine.port.js';
import { BackendManager } from './backend-manager.js';

const FIGURES: readonly (readonly [keyof EngineFigures, string, string])[] = [
  ['running', 'running', 'Generations that the engine itself says run'],
  ['waiting', 'waiting', 'Generations that wait inside the engine'],
  ['kvCacheUsage', 'kv_cache_usage_ratio', 'Share of the KV cache that is taken'],
  ['promptTokensTotal', 'prompt_tokens', 'Prompt tokens since the engine started'],
  ['cachedTokensTotal', 'cached_prompt_tokens', 'Of these taken from its prefix cache'],
  ['generatedTokensTotal', 'generated_tokens', 'Tokens written since the engine started'],
  ['preemptionsTotal', 'preemptions', 'Generations set back for want of KV cache'],
  ['memoryBytes', 'memory_bytes', 'Memory that loaded models hold'],
];

const REPLICA_GAUGES: readonly (readonly [string, string, (replica: ReplicaInfo) => number])[] = [
  ['healthy', '1 for a replica that takes requests', ({ state }) => (state === 'unhealthy' ? 0 : 1)],
  ['running', 'Requests in flight at a replica', ({ running }) => running],
  ['tokens', 'Estimated tokens in flight at a replica', ({ tokens }) => tokens],
  ['served', 'Requests sent to a replica since the start', ({ served }) => served],
  ['served_by_prefix', 'Of these for what it has cached', ({ byPrefix }) => byPrefix],
  ['failures', 'Of these that failed', ({ failed }) => failed],
];

/** The backends' figures in the service's metrics. */
@Injectable()
export class BackendMetrics {
  private readonly asked = new Map<LlmEngine, Promise<EngineFigures | undefined>>();

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
    this.gauge('queue_tokens', 'Estimated tokens of the requests that wait for the engine', () =>
      all.reduce((total, { rules }) => total + rules.slots.depthTokens, 0),
    );
    this.gauge('waiting_for_backend', 'Requests that wait for a backend to be loaded', () => backends.waiting);
    this.gauge('engine_restarts', 'How often the engine came back after it had died', () => sum(({ restarts }) => restarts));
    this.gauge('aborted', 'Generations stopped because nobody wanted them any more', () => sum(({ aborted }) => aborted));
    this.gauge('last_abort_seconds', 'From the wish to stop to the engine having stopped', () =>
      Math.max(0, ...all.map(({ engine }) => (engine.stats().lastAbortMs ?? 0) / 1_000)),
    );
    this.watchStates();
    this.watchReplicas();
    for (const [figure, name, help] of FIGURES) this.watchFigure(figure, name, help);
  }

  /** Asked of the engines when Prometheus asks us; one that doesn't answer has no sample. */
  private watchFigure(figure: keyof EngineFigures, name: string, help: string): void {
    const gauge = this.metrics.gauge(`docmind_engine_${name}`, help, ['backend', 'kind']);
    const collect = async () => {
      gauge.reset();
      const serving = this.backends.routes.all.filter(({ state }) => state === 'ready');
      await Promise.all(
        serving.map(async ({ name: backend, spec: { kind }, engine }) => {
          const value = (await this.figuresOf(engine))?.[figure];
          if (value !== undefined) gauge.set({ backend, kind }, value);
        }),
      );
    };
    Object.assign(gauge, { collect });
  }

  /** One question for all the gauges of a scrape. */
  private figuresOf(engine: LlmEngine): Promise<EngineFigures | undefined> {
    const known = this.asked.get(engine);
    if (known) return known;
    const asking = engine.figures().catch(() => undefined);
    this.asked.set(engine, asking);
    void asking.finally(() => setImmediate(() => this.asked.delete(engine)));
    return asking;
  }

  private gauge(name: string, help: string, read: () => number): void {
    const gauge = this.metrics.gauge(`docmind_inference_${name}`, help);
    Object.assign(gauge, { collect: () => gauge.set(read()) });
  }

  private watchReplicas(): void {
    for (const [name, help, read] of REPLICA_GAUGES) {
      const gauge = this.metrics.gauge(`docmind_inference_replica_${name}`, help, ['backend', 'replica']);
      const collect = () => {
        for (const backend of this.backends.routes.all)
          for (const replica of backend.engine.replicas()) gauge.set({ backend: backend.name, replica: replica.name }, read(replica));
      };
      Object.assign(gauge, { collect });
    }
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
