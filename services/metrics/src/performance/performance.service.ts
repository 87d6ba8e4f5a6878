import { randomUUID } from 'node:crypto';
import type { PerformanceRecord, PerformanceSnapshot } from '@docmind/contracts';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { RecordWriter } from '../recording/record-writer.service.js';
import { ResourceSampler } from '../resources/resource-sampler.service.js';
import { aggregateErrors, aggregateInference } from './aggregation.policy.js';
import { OperationMetrics } from './operation-metrics.js';
import { RESOURCES_OPERATION } from './history.policy.js';
import { RecordWindow } from './record-window.js';

const RESOURCES_EVERY_MS = 60_000;

@Injectable()
export class PerformanceService implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly window: RecordWindow,
    private readonly metrics: OperationMetrics,
    private readonly writer: RecordWriter,
    private readonly resources: ResourceSampler,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.noteResources(), RESOURCES_EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  record(records: readonly PerformanceRecord[]): void {
    this.window.add(records, Date.now());
    this.metrics.observe(records);
    this.writer.add(records);
  }

  /** What the machine looks like now, for the history. */
  async noteResources(): Promise<void> {
    const resources = await this.resources.current();
    const record = { id: randomUUID(), operation: RESOURCES_OPERATION, latencyMs: 0, tokensProcessed: 0 };
    this.writer.add([{ ...record, timestamp: new Date().toISOString(), metrics: { resources } }]);
  }

  async snapshot(): Promise<PerformanceSnapshot> {
    const resources = await this.resources.current();
    const now = Date.now();
    const records = this.window.at(now);
    return {
      timestamp: new Date(now).toISOString(),
      inference: aggregateInference(records),
      resources,
      errors: aggregateErrors(records),
    };
  }
}
