import type { InferenceConfig } from '../config.js';
import { EngineRetry } from '../chat/engine-retry.js';
import { GenerationRules } from '../chat/generation-rules.js';
import type { LlmEngine } from '../llm-engine.port.js';
import { ModelNames } from '../models/model-names.js';
import { SlotQueue } from '../slot-queue.js';
import { Backend } from './backend.js';
import { BackendManager } from './backend-manager.js';
import { BackendRoutes } from './backend-routes.js';
import type { BackendsFile, BackendSpec } from './backends-file.schema.js';

const BREAKER_FAILURES = 5;
const BREAKER_OPEN_MS = 10_000;

/** Every backend of the file with an engine and rules of its own: one that hangs or fails holds back nobody else's. */
export function createBackends(file: BackendsFile, config: InferenceConfig, engineOf: (spec: BackendSpec) => LlmEngine): BackendManager {
  const backends = file.backends.map((spec) => {
    const engine = engineOf(spec);
    return new Backend(spec, engine, rulesOf(config, spec, engine), new ModelNames(engine));
  });
  return new BackendManager(new BackendRoutes(backends, file.active, config.INFERENCE_MODEL_ALIAS), {
    onDemand: file.onDemand,
    patienceMs: file.patienceMs,
    drainTimeoutMs: file.drainTimeoutMs,
    maxWaiting: config.ENGINE_QUEUE_LIMIT,
  });
}

function rulesOf(config: InferenceConfig, spec: BackendSpec, engine: LlmEngine): GenerationRules {
  const slots = new SlotQueue({ slots: engine.concurrency, maxWaiting: config.ENGINE_QUEUE_LIMIT, name: `The engine ${spec.name}` });
  const retry = new EngineRetry({
    engine: spec.name,
    delaysMs: config.ENGINE_RETRY_DELAYS_MS.map(Number),
    breakerFailures: BREAKER_FAILURES,
    breakerOpenMs: BREAKER_OPEN_MS,
  });
  return new GenerationRules(slots, retry);
}
