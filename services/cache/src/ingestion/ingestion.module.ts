import { join } from 'node:path';
import { dataKey } from '@docmind/bootstrap';
import { HealthRegistry } from '@docmind/telemetry';
import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig, cacheFolders } from '../config/config.js';
import { EmbeddingModule } from '../embedding/embedding.module.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Clock } from '../monitoring/clock.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { DocumentChunks } from './document-chunks.js';
import { DocumentParsers } from './documents/document-parser.port.js';
import { IngestionController } from './ingestion.controller.js';
import { IngestionService } from './ingestion.service.js';
import { DocumentReader } from './reading/document-reader.js';
import { KeptSteps } from './steps/kept-steps.js';
import { StepStore } from './steps/step-store.port.js';
import { SqliteStepStore } from './stores/sqlite-step.store.js';

/** Documents to chunks with vectors, each step's result kept. */
@Module({
  imports: [MonitoringModule, EmbeddingModule],
  controllers: [IngestionController],
  providers: [
    {
      provide: StepStore,
      inject: [CACHE_CONFIG, Clock, CacheMonitor],
      useFactory: (config: CacheConfig, clock: Clock, monitor: CacheMonitor) =>
        new SqliteStepStore({
          path: join(cacheFolders(config).ingestion, 'ingestion.db'),
          key: dataKey(config),
          maxBytes: config.CACHE_INGESTION_MAX_BYTES,
          clock,
          onRebuilt: (movedTo, reason) => monitor.rebuilt('ingestion', movedTo, reason),
        }),
    },
    {
      provide: DocumentParsers,
      inject: [CACHE_CONFIG],
      useFactory: ({ OCR_LANGUAGES: languages, DOCUMENT_READ_TIMEOUT_MS: documentTimeoutMs }: CacheConfig) =>
        new DocumentReader({ languages, limits: { documentTimeoutMs } }),
    },
    KeptSteps,
    DocumentChunks,
    IngestionService,
  ],
  exports: [StepStore],
})
export class IngestionModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly steps: StepStore,
    private readonly health: HealthRegistry,
    private readonly parsers: DocumentParsers,
  ) {}

  onModuleInit(): void {
    this.health.add('ingestion store', () => void this.steps.figures());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.parsers.close();
    this.steps.close();
  }
}
