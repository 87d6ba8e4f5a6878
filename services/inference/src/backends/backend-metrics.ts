import type { ReplicaInfo } from '@docmind/contracts';
import { MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import type { EngineFigures, EngineStats, LlmEngine } from '../generation/llm-engine.port.js';
import type { SlotQueue } from '../generation/slot-queue.js';
import { BackendManager } from './backend-manager.js';

const FIGURES: readonly (readonly [keyof EngineFigures, string, string])[] = [
  ['running', 'running', 'Generations that the engine itself says run'],
  ['waiting', 'waiting', 'Generations that wait inside the engine'],
  ['kvCacheUsage', 'kv_cache_usage_ratio', 'Share of the KV cache that is taken'],
  ['promptTokensTotal', 'prompt_tokens_total', 'Prompt tokens since the engine started'],
  ['cachedTokensTotal', 'cached_prompt_tokens_total', 'Of these taken from its prefix cache'],
  ['generatedTokensTotal', 'generated_tokens_total', 'Tokens written since the engine started'],
  ['preemptionsTotal', 'preemptions_total', 'Generations set back for want of KV cache'],
  ['memoryBytes', 'memory_bytes', 'Memory that loaded models hold'],
];

const REPLICA_FIGURES: readonly (readonly [string, string, (replica: ReplicaInfo) => number])[] = [
  ['healthy', '1 for a replica that takes requests', ({ state }) => (state === 'unhealthy' ? 0 : 1)],
  ['running', 'Requests in flight at a replica', ({ running }) => running],
  ['tokens', 'Estimated tokens in flight at a replica', ({ tokens }) => tokens],
  ['served_total', 'Requests sent to a replica since the start', ({ served }) => served],
  ['served_by_prefix_total', 'Of these for what it has cached', ({ byPrefix }) => byPrefix],
  ['failures_total', 'Of these that failed', ({ failed }) => failed],
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
    const slots = (read: (slots: SlotQueue) => number) => all.reduce((total, backend) => total + read(backend.slots), 0);
    this.ofAll('running', 'Generations that run', () => slots(({ running }) => running));
    this.ofAll('queue_depth', 'Requests that wait for the engine', () => slots(({ depth }) => depth));
    this.ofAll('queue_tokens', 'Estimated tokens of the requests that wait for the engine', () => slots(({ depthTokens }) => depthTokens));
    this.ofAll('waiting_for_backend', 'Requests that wait for a backend to be loaded', () => backends.waiting);
    this.ofAll('engine_restarts_total', 'How often the engine came back after it had died', () => sum(({ restarts }) => restarts));
    this.ofAll('aborted_total', 'Generations stopped because nobody wanted them any more', () => sum(({ aborted }) => aborted));
    this.ofAll('last_abort_seconds', 'From the wish to stop to the engine having stopped', () =>
      Math.max(0, ...all.map(({ engine }) => (engine.stats().lastAbortMs ?? 0) / 1_000)),
    );
    this.watchStates();
    this.watchReplicas();
    for (const [figure, name, help] of FIGURES) this.watchFigure(figure, name, help);
  }

  /** Of all backends together. */
  private ofAll(name: string, help: string, read: () => number): void {
    this.metrics.watch(`docmind_inference_${name}`, help, [], () => [{ value: read() }]);
  }

  /** Asked of the engines when Prometheus asks us; one that doesn't answer has no sample. */
  private watchFigure(figure: keyof EngineFigures, name: string, help: string): void {
    this.metrics.watch(`docmind_engine_${name}`, help, ['backend', 'kind'], async () => {
      const serving = this.backends.routes.all.filter(({ state }) => state === 'ready');
      const samples = serving.map(async ({ name: backend, spec: { kind }, engine }) => {
        const value = (await this.figuresOf(engine))?.[figure];
        return value === undefined ? [] : [{ labels: { backend, kind }, value }];
      });
      return (await Promise.all(samples)).flat();
    });
  }

  /** One question for all the figures of a scrape. */
  private figuresOf(engine: LlmEngine): Promise<EngineFigures | undefined> {
    const known = this.asked.get(engine);
    if (known) return known;
    const asking = engine.figures().catch(() => undefined);
    this.asked.set(engine, asking);
    void asking.finally(() => setImmediate(() => this.asked.delete(engine)));
    return asking;
  }

  private watchReplicas(): void {
    for (const [name, help, read] of REPLICA_FIGURES) {
      this.metrics.watch(`docmind_inference_replica_${name}`, help, ['backend', 'replica'], () =>
        this.backends.routes.all.flatMap(({ name: backend, engine }) =>
          engine.replicas().map((replica) => ({ labels: { backend, replica: replica.name }, value: read(replica) })),
        ),
      );
    }
  }

  private watchStates(): void {
    const { backends, metrics } = this;
    metrics.watch('docmind_inference_backend_ready', '1 for a backend that serves', ['backend', 'kind'], () =>
      backends.list().map(({ name, kind, state }) => ({ labels: { backend: name, kind }, value: state === 'ready' ? 1 : 0 })),
    );
    const changes = metrics.counter('docmind_inference_backend_changes_total', 'Changes of a backend to a state', ['backend', 'state']);
    backends.events.listen(({ backend, state }) => changes.inc({ backend, state }));
  }
}
