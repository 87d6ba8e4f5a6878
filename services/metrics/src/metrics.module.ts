import { NvidiaSmi } from '@docmind/hardware';
import { type DynamicModule, Module } from '@nestjs/common';
import { GpuCollector } from './collectors/gpu.collector.js';
import { NodeHostCollector } from './collectors/node-host.collector.js';
import type { MetricsConfig } from './config/config.js';
import { GatesModule } from './gates/gates.module.js';
import { OperationMetrics } from './performance/operation-metrics.js';
import { PerformanceController } from './performance/performance.controller.js';
import { PerformanceHistoryService } from './performance/performance-history.service.js';
import { PerformanceHttpController } from './performance/performance-http.controller.js';
import { PerformanceService } from './performance/performance.service.js';
import { RecordWindow } from './performance/record-window.js';
import { RecordWriter, WRITER_RULES, type WriterRules } from './recording/record-writer.service.js';
import { GpuProbe } from './resources/gpu-probe.port.js';
import { HostProbe } from './resources/host-probe.port.js';
import { ResourceSampler, SAMPLER_RULES, type SamplerRules } from './resources/resource-sampler.service.js';

@Module({})
export class MetricsModule {
  static forRoot(config: MetricsConfig): DynamicModule {
    const window = { windowMs: config.METRICS_WINDOW_SECONDS * 1_000, maxRecords: config.METRICS_WINDOW_RECORDS };
    const writer: WriterRules = {
      flushIntervalMs: config.METRICS_FLUSH_INTERVAL_MS,
      batchSize: config.METRICS_BATCH_SIZE,
      maxRecords: config.METRICS_BUFFER_RECORDS,
      writes: config.ENABLE_PERFORMANCE_LOGGING,
    };
    const sampler: SamplerRules = { intervalMs: config.METRICS_RESOURCE_INTERVAL_MS, vramMaxFraction: config.METRICS_VRAM_MAX_FRACTION };
    return {
      module: MetricsModule,
      imports: [GatesModule.forRoot(config)],
      controllers: [PerformanceController, PerformanceHttpController],
      providers: [
        { provide: RecordWindow, useFactory: () => new RecordWindow(window) },
        { provide: WRITER_RULES, useValue: writer },
        { provide: SAMPLER_RULES, useValue: sampler },
        { provide: HostProbe, useClass: NodeHostCollector },
        { provide: GpuProbe, useFactory: () => new GpuCollector(new NvidiaSmi()) },
        OperationMetrics,
        RecordWriter,
        ResourceSampler,
        PerformanceService,
        PerformanceHistoryService,
      ],
    };
  }
}
