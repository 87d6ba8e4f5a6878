import 'reflect-metadata';
import {
  type BackendInfo,
  type BackendSwitchRequest,
  inferenceBackendsList,
  inferenceBackendsSwitch,
  metricsGatesReport,
  metricsPerformanceRecorded,
  metricsPerformanceSnapshot,
  type PerformanceRecord,
} from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FakeServices, type ReplyOf } from './fake-services.js';

/** Figures, and the engines that they are about. */
@Controller()
export class FakeMetricsController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(metricsPerformanceRecorded)
  async recorded({ records }: { records: PerformanceRecord[] }): Promise<void> {
    this.fakes.records.push(...records);
  }

  @Handles(metricsPerformanceSnapshot)
  async snapshot(): Promise<ReplyOf<typeof metricsPerformanceSnapshot>> {
    await this.fakes.check(metricsPerformanceSnapshot);
    const speed = { decode_tokens_per_second: 0, prefill_tokens_per_second: 0, time_to_first_token: 0, total_latency: 0 };
    const memory = { vram_used: null, vram_total: null, vram_max_threshold: null, ram_used: 1e9 };
    return {
      timestamp: new Date(0).toISOString(),
      inference: { ...speed, tokens_generated: 0, context_length: 0 },
      resources: { ...memory, cpu_percent: 1, gpu_percent: null },
      errors: { count: 0, retries: 0, fallbacks: 0 },
    };
  }

  @Handles(metricsGatesReport)
  async gates(): Promise<ReplyOf<typeof metricsGatesReport>> {
    await this.fakes.check(metricsGatesReport);
    const gate = {
      id: 'database-time',
      title: 'The database answers within 50 ms',
      group: 'reliability',
      source: 'specification',
    } as const;
    return {
      at: new Date(0).toISOString(),
      windowSeconds: 3_600,
      seenSeconds: 60,
      services: [{ name: 'cache', isUp: true, isReady: true }],
      gates: [{ ...gate, unit: 'seconds', target: { below: 0.05 }, value: 0.001, samples: 10, verdict: 'pass', promql: 'vector(1)' }],
      counts: { pass: 1, fail: 0, noData: 0 },
    };
  }

  @Handles(inferenceBackendsList)
  async backends(): Promise<ReplyOf<typeof inferenceBackendsList>> {
    await this.fakes.check(inferenceBackendsList);
    return { backends: this.engines() };
  }

  @Handles(inferenceBackendsSwitch)
  async switchTo({ name }: BackendSwitchRequest): Promise<ReplyOf<typeof inferenceBackendsSwitch>> {
    await this.fakes.check(inferenceBackendsSwitch);
    return { active: name, previous: 'fake', tookMs: 1, backends: this.engines() };
  }

  private engines(): BackendInfo[] {
    const state = { state: 'ready', active: true, exclusive: false, running: 0, inStateMs: 0, fallback: [] } as const;
    return [{ name: 'fake', kind: 'openai', model: 'fake-model', ...state, fallback: [...state.fallback] }];
  }
}
