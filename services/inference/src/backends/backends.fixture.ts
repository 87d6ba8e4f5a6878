import { AppError } from '@docmind/errors';
import { newRequestContext, type RequestContext } from '@docmind/messaging';
import { MetricsRegistry } from '@docmind/telemetry';
import { ChatService } from '../chat/chat.service.js';
import { EngineRetry } from '../generation/engine-retry.js';
import { GenerationLimits, GenerationRunner } from '../chat/generation-runner.js';
import { ContextManager } from '../context/context-manager.js';
import { ScriptedEngine } from '../generation/scripted.engine.fixture.js';
import { ModelNames } from './model-names.js';
import { GenerationRecorder } from '../recording/generation-recorder.js';
import type { PerformancePublisher } from '../recording/performance-publisher.js';
import { SlotQueue } from '../generation/slot-queue.js';
import { Backend } from './backend.js';
import { BackendManager, type BackendManagerOptions } from './backend-manager.js';
import { BackendRoutes } from './backend-routes.js';
import { type BackendSpec, backendSpecSchema } from '../config/backends-file.schema.js';

const CONTEXT = { maxContextTokens: 1_024, trimThresholdTokens: 960, bufferTokens: 64, overlapTokens: 16 };

/** Backends over scripted engines, with everything between a request and them as it is in the service. */
export class BackendsUnderTest {
  readonly engines: Record<string, ScriptedEngine> = {};
  readonly manager: BackendManager;
  readonly chat: ChatService;
  readonly states: string[] = [];

  constructor(
    specs: readonly (Partial<BackendSpec> & { name: string })[],
    options: Partial<BackendManagerOptions> = {},
    alias = 'docmind',
  ) {
    const backends = specs.map((given) => {
      const kind = given.exclusive === false ? { kind: 'openai', baseUrl: 'http://127.0.0.1:1/v1' } : { kind: 'llama-embedded' };
      const spec = backendSpecSchema.parse({ ...kind, model: `${given.name}-model`, ...given });
      const engine = new ScriptedEngine(spec.model);
      this.engines[spec.name] = engine;
      const slots = new SlotQueue({ slots: engine.concurrency, maxWaiting: 64, maxWaitingTokens: Infinity, name: 'The engine' });
      const retry = new EngineRetry({
        engine: spec.name,
        delaysMs: [1, 1],
        breakerFailures: 100,
        breakerOpenMs: 60_000,
        isWell: async () => true,
      });
      return new Backend(spec, engine, new ModelNames(engine), slots, retry);
    });
    const routes = new BackendRoutes(backends, undefined, alias);
    this.manager = new BackendManager(routes, { onDemand: false, patienceMs: 50, drainTimeoutMs: 60_000, maxWaiting: 64, ...options });
    this.manager.events.listen(({ backend, state }) => this.states.push(`${backend} ${state}`));
    const publisher = { add: () => undefined } as unknown as PerformancePublisher;
    const recorder = new GenerationRecorder(new MetricsRegistry('test'), publisher);
    const runner = new GenerationRunner(this.manager, new GenerationLimits(60_000), recorder, { admit: () => undefined });
    this.chat = new ChatService(runner, new ContextManager({ strategy: 'sliding_window', ...CONTEXT }));
  }

  engine(name: string): ScriptedEngine {
    return this.engines[name] as ScriptedEngine;
  }

  /** The answer and which engine's model wrote it. */
  async ask(model: string, content = 'Where?', context: RequestContext = newRequestContext()): Promise<{ text: string; by: string }> {
    const { content: text, model: by } = await this.chat.complete({ model, messages: [{ role: 'user', content }] }, context);
    return { text, by };
  }
}

export async function started(...given: ConstructorParameters<typeof BackendsUnderTest>): Promise<BackendsUnderTest> {
  const under = new BackendsUnderTest(...given);
  await under.manager.start();
  return under;
}

/** What an engine says that can't be loaded. */
export const down = () => new AppError('UNAVAILABLE', 'out of memory');

/** A promise that a test opens. */
export function gate(): { readonly closed: Promise<void>; open(): void } {
  let open = () => undefined as void;
  const closed = new Promise<void>((resolve) => (open = resolve));
  return { closed, open: () => open() };
}
