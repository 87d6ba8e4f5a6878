import { join } from 'node:path';
import { readSecret } from '@docmind/bootstrap';
import { ModelCatalogue, ModelStore, pullCommand } from '@docmind/models';
import { AppError } from '@docmind/errors';
import { MetricsRegistry } from '@docmind/telemetry';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { ChatService } from './chat/chat.service.js';
import { EngineRetry } from './chat/engine-retry.js';
import { GenerationRules, GenerationRunner } from './chat/generation.js';
import type { InferenceConfig } from './config.js';
import { EngineLifecycle } from './engine-lifecycle.js';
import { LlamaEngine } from './engines/llama.engine.js';
import { OpenAiEngine } from './engines/openai.engine.js';
import { ChatController } from './http/chat.controller.js';
import { ChatDoor } from './http/chat-door.js';
import { ModelsController } from './http/models.controller.js';
import { TokenizeController } from './http/tokenize.controller.js';
import { HardwareModule } from './hardware.module.js';
import { InferenceController } from './inference.controller.js';
import { createContextManager } from './context/create-context-manager.js';
import { ContextManager } from './context/context-manager.js';
import { LlmEngine } from './llm-engine.port.js';
import { ModelNames } from './models/model-names.js';
import { TokenService } from './models/token.service.js';
import { GenerationRecorder } from './recording/generation-recorder.js';
import { PerformancePublisher } from './recording/performance-publisher.js';
import { SlotQueue } from './slot-queue.js';

const BREAKER_FAILURES = 5;
const BREAKER_OPEN_MS = 10_000;

@Module({})
export class InferenceModule {
  static forRoot(config: InferenceConfig): DynamicModule {
    const names = { model: config.INFERENCE_MODEL, alias: config.INFERENCE_MODEL_ALIAS };
    return {
      module: InferenceModule,
      imports: [HardwareModule.forRoot(config)],
      controllers: [InferenceController, ChatController, ModelsController, TokenizeController],
      providers: [
        { provide: LlmEngine, useFactory: (logger: Logger) => engineOf(config, logger), inject: [Logger] },
        { provide: ModelNames, useFactory: (engine: LlmEngine) => new ModelNames(engine, names), inject: [LlmEngine] },
        { provide: GenerationRules, useFactory: (engine: LlmEngine) => rulesOf(config, engine), inject: [LlmEngine] },
        {
          provide: ContextManager,
          useFactory: (metrics: MetricsRegistry) => createContextManager(config, metrics),
          inject: [MetricsRegistry],
        },
        PerformancePublisher,
        GenerationRecorder,
        GenerationRunner,
        ChatService,
        TokenService,
        ChatDoor,
        EngineLifecycle,
      ],
    };
  }
}

function rulesOf(config: InferenceConfig, engine: LlmEngine): GenerationRules {
  const slots = new SlotQueue({ slots: engine.concurrency, maxWaiting: config.ENGINE_QUEUE_LIMIT, name: 'The engine' });
  const retry = new EngineRetry({
    engine: engine.name,
    delaysMs: config.ENGINE_RETRY_DELAYS_MS.map(Number),
    breakerFailures: BREAKER_FAILURES,
    breakerOpenMs: BREAKER_OPEN_MS,
  });
  return new GenerationRules(slots, retry, config.ENGINE_TIMEOUT_MS);
}

function engineOf(config: InferenceConfig, logger: Logger): LlmEngine {
  if (config.INFERENCE_ENGINE === 'llama') return llamaEngine(config, logger);
  return new OpenAiEngine({
    baseUrl: config.OPENAI_BASE_URL,
    model: config.INFERENCE_MODEL,
    connections: config.ENGINE_CONCURRENCY,
    timeoutMs: config.ENGINE_TIMEOUT_MS,
    apiKey: config.OPENAI_API_KEY_FILE === undefined ? undefined : readSecret(config.OPENAI_API_KEY_FILE),
  });
}

function llamaEngine(config: InferenceConfig, logger: Logger): LlamaEngine {
  const model = config.INFERENCE_MODEL;
  const dir = config.MODELS_DIR ?? join(config.DOCMIND_DATA_DIR, 'models');
  const modelPath = () => {
    const { files } = new ModelStore({ dir, catalogue: ModelCatalogue.load() }).path(model);
    const gguf = Object.entries(files).find(([name]) => name.endsWith('.gguf'))?.[1];
    if (gguf) return gguf;
    throw new AppError(
      'FAILED_PRECONDITION',
      `The model ${model} has no GGUF file, which the embedded engine needs. Try: ${pullCommand('smollm2-135m-instruct')}`,
    );
  };
  return new LlamaEngine({
    model,
    modelPath,
    threads: config.LLAMA_THREADS,
    contextTokens: config.LLAMA_CONTEXT_TOKENS,
    batchTokens: config.LLAMA_BATCH_TOKENS,
    gpu: config.LLAMA_GPU === 'auto' ? 'auto' : false,
    repeatPenalty: config.LLAMA_REPEAT_PENALTY,
    log: (event) => logger.warn(event),
  });
}
