import { MetricsRegistry } from '@docmind/telemetry';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { BackendLifecycle } from './backends/backend-lifecycle.js';
import { BackendManager } from './backends/backend-manager.js';
import { BackendMetrics } from './backends/backend-metrics.js';
import { BackendReport } from './backends/backend-report.js';
import { BackendSwitchService } from './backends/backend-switch.service.js';
import { createBackends } from './backends/create-backends.js';
import { readBackends } from './config/read-backends.js';
import { ChatService } from './chat/chat.service.js';
import { TextService } from './chat/text.service.js';
import { GenerationLimits, GenerationRunner } from './chat/generation-runner.js';
import type { InferenceConfig } from './config/config.js';
import { ContextManager } from './context/context-manager.js';
import { createContextManager } from './context/create-context-manager.js';
import { createEngine } from './engines/create-engine.js';
import { BackendsController } from './http/docmind/backends.controller.js';
import { ChatController } from './http/openai/chat.controller.js';
import { ChatDoor } from './http/openai/chat-door.js';
import { CompletionsController } from './http/openai/completions.controller.js';
import { EmbeddingService } from './models/embedding.service.js';
import { EmbeddingsController } from './http/openai/embeddings.controller.js';
import { ModelsController } from './http/openai/models.controller.js';
import { OllamaController } from './http/ollama/ollama.controller.js';
import { OllamaDoor } from './http/ollama/ollama-door.js';
import { TokenizeController } from './http/openai/tokenize.controller.js';
import { HardwareModule } from './hardware.module.js';
import { InferenceController } from './messages/inference.controller.js';
import { TokenService } from './models/token.service.js';
import { GenerationRecorder } from './recording/generation-recorder.js';
import { PerformancePublisher } from './recording/performance-publisher.js';

const DOORS = [
  ChatController,
  CompletionsController,
  EmbeddingsController,
  ModelsController,
  TokenizeController,
  OllamaController,
  BackendsController,
];

@Module({})
export class InferenceModule {
  static forRoot(config: InferenceConfig): DynamicModule {
    const file = readBackends(config);
    const backendsOf = (logger: Logger) => createBackends(file, config, (spec) => createEngine(spec, config, logger));
    const contextsOf = (metrics: MetricsRegistry) => createContextManager(config, metrics);
    return {
      module: InferenceModule,
      imports: [HardwareModule.forRoot(config)],
      controllers: [InferenceController, ...DOORS],
      providers: [
        { provide: BackendManager, useFactory: backendsOf, inject: [Logger] },
        { provide: ContextManager, useFactory: contextsOf, inject: [MetricsRegistry] },
        { provide: GenerationLimits, useValue: new GenerationLimits(config.ENGINE_TIMEOUT_MS) },
        PerformancePublisher,
        GenerationRecorder,
        GenerationRunner,
        ChatService,
        TextService,
        EmbeddingService,
        OllamaDoor,
        TokenService,
        ChatDoor,
        BackendMetrics,
        BackendReport,
        BackendLifecycle,
        BackendSwitchService,
      ],
    };
  }
}
