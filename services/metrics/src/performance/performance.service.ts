import type { PerformanceRecord, PerformanceSnapshot } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { RecordWriter } from '../recording/record-writer.service.js';
import { ResourceSampler } from '../resources/resource-sampler.service.js';
import { aggregateErrors, aggregateInference } from './aggregation.policy.js';
import { OperationMetrics } from './operation-metrics.js';
import { RecordWindow } from './record-window.js';

@Injectable()
export class PerformanceService {
  constructor(
    private readonly window: RecordWindow,
    private readonly metrics: OperationMetrics,
    private readonly writer: RecordWriter,
    private readonly resources: ResourceSampler,
  ) {}

  record(records: readonly PerformanceRecord[]): void {
    this.window.add(records, Date.now());
    this.metrics.observe(records);
    this.writer.add(records);
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
