import { within } from '@docmind/errors';
import type { InferenceConfig } from '../config/config.js';
import { EngineRetry } from '../generation/engine-retry.js';
import type { LlmEngine } from '../generation/llm-engine.port.js';
import { ModelNames } from './model-names.js';
import { SlotQueue } from '../generation/slot-queue.js';
import { Backend } from './backend.js';
import { BackendManager } from './backend-manager.js';
import { BackendRoutes } from './backend-routes.js';
import type { BackendsFile, BackendSpec } from '../config/backends-file.schema.js';

const BREAKER_FAILURES = 5;
const BREAKER_OPEN_MS = 10_000;
const HEALTH_LIMIT_MS = 2_000;
/** Of the waiting requests that may be as long as the model's window. An engine with more slots than that may have one for each slot. */
const FULL_WINDOWS_SHARE = 0.25;

/** Every backend of the file with an engine and rules of its own: one that hangs or fails holds back nobody else's. */
export function createBackends(file: BackendsFile, config: InferenceConfig, engineOf: (spec: BackendSpec) => LlmEngine): BackendManager {
  const backends = file.backends.map((spec) => {
    const engine = engineOf(spec);
    const names = new ModelNames(engine);
    return new Backend(spec, engine, names, slotsOf(config, spec, engine, names), retryOf(config, spec, engine));
  });
  return new BackendManager(new BackendRoutes(backends, file.active, config.INFERENCE_MODEL_ALIAS), {
    onDemand: file.onDemand,
    patienceMs: file.patienceMs,
    drainTimeoutMs: file.drainTimeoutMs,
    maxWaiting: config.ENGINE_QUEUE_LIMIT,
  });
}

function slotsOf(config: InferenceConfig, spec: BackendSpec, engine: LlmEngine, names: ModelNames): SlotQueue {
  const maxWaiting = config.ENGINE_QUEUE_LIMIT;
  return new SlotQueue({
    get slots() {
      return engine.concurrency;
    },
    maxWaiting,
    get maxWaitingTokens() {
      const windowTokens = names.windowOf(spec.model) ?? config.MAX_CONTEXT_LENGTH;
      return config.ENGINE_QUEUE_TOKEN_LIMIT || windowTokens * Math.max(engine.concurrency, Math.ceil(maxWaiting * FULL_WINDOWS_SHARE));
    },
    name: `The engine ${spec.name}`,
  });
}

function retryOf(config: InferenceConfig, { name }: BackendSpec, engine: LlmEngine): EngineRetry {
  const delaysMs = config.ENGINE_RETRY_DELAYS_MS.map(Number);
  const isWell = () =>
    within(engine.health(), HEALTH_LIMIT_MS).then(
      () => true,
      () => false,
    );
  return new EngineRetry({ engine: name, delaysMs, breakerFailures: BREAKER_FAILURES, breakerOpenMs: BREAKER_OPEN_MS, isWell });
}
