import { languageDetector } from '@docmind/language';
import { HealthRegistry } from '@docmind/telemetry';
import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { createEmbedder, modelsDirOf } from './embedders/create-embedder.js';
import { EmbeddingController } from './embedding.controller.js';
import { EmbeddingService } from './embedding.service.js';
import { KeptTokenVectors } from './vectors/token-vectors.js';
import { Embedder } from './vectors/embedder.port.js';
import { QuestionVectors } from './vectors/question-vectors.js';

/** Turns text into vectors, for this service's own rooms and, by messages, for others. */
@Module({
  imports: [MonitoringModule],
  controllers: [EmbeddingController],
  providers: [
    {
      provide: Embedder,
      inject: [CACHE_CONFIG],
      useFactory: (config: CacheConfig) =>
        createEmbedder({ id: config.EMBEDDER_MODEL, threads: config.EMBEDDER_THREADS, modelsDir: modelsDirOf(config) }),
    },
    { provide: KeptTokenVectors, useFactory: (embedder: Embedder) => new KeptTokenVectors(embedder), inject: [Embedder] },
    EmbeddingService,
    QuestionVectors,
  ],
  exports: [Embedder, QuestionVectors],
})
export class EmbeddingModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly embedder: Embedder,
    private readonly health: HealthRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    this.health.add('embedder', () => this.embedder.assertReady());
    // The first question doesn't wait for the model to load, nor for the detector of languages, which loads meanwhile on this thread. A
    // failure shows in readiness and at the first use.
    await Promise.all([this.embedder.embed('warm up', 'question').catch(() => undefined), languageDetector()]);
  }

  onApplicationShutdown(): Promise<void> {
    return this.embedder.close();
  }
}
