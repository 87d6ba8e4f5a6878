import type { PerformanceSnapshot } from '@docmind/contracts';
import { MetricsRegistry } from '@docmind/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { GpuProbe } from './gpu-probe.port.js';
import { HostProbe } from './host-probe.port.js';

export type Resources = PerformanceSnapshot['resources'];

export interface SamplerRules {
  readonly intervalMs: number;
  readonly vramMaxFraction: number;
}
export const SAMPLER_RULES = Symbol('SAMPLER_RULES');

/** Asks host and GPU once an interval; everybody who wants to know in between gets that answer. */
@Injectable()
export class ResourceSampler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly gauges;
  private timer: NodeJS.Timeout | undefined;
  private latest: Promise<Resources> | undefined;

  constructor(
    private readonly host: HostProbe,
    private readonly gpu: GpuProbe,
    registry: MetricsRegistry,
    @Inject(SAMPLER_RULES) private readonly rules: SamplerRules,
  ) {
    this.gauges = {
      ram_used: registry.gauge('docmind_host_memory_used_bytes', 'Memory of this machine in use'),
      cpu_percent: registry.gauge('docmind_host_cpu_percent', 'Use of all cores together, 0-100'),
      vram_used: registry.gauge('docmind_gpu_memory_used_bytes', 'GPU memory in use; no value without a GPU', ['gpu']),
      vram_total: registry.gauge('docmind_gpu_memory_total_bytes', 'GPU memory; no value without a GPU', ['gpu']),
      gpu_percent: registry.gauge('docmind_gpu_percent', 'Use of the GPUs, 0-100; no value without a GPU', ['gpu']),
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.refresh(), this.rules.intervalMs);
    this.timer.unref();
    await this.refresh();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async current(): Promise<Resources> {
    return this.latest ?? this.refresh();
  }

  async refresh(): Promise<Resources> {
    this.latest = this.sample();
    return this.latest;
  }

  private async sample(): Promise<Resources> {
    const gpu = await this.gpu.read();
    const { ramUsedBytes, cpuPercent } = this.host.read();
    const resources: Resources = {
      vram_used: gpu?.usedBytes ?? null,
      vram_total: gpu?.totalBytes ?? null,
      vram_max_threshold: gpu ? gpu.totalBytes * this.rules.vramMaxFraction : null,
      ram_used: ramUsedBytes,
      cpu_percent: cpuPercent,
      gpu_percent: gpu?.percent ?? null,
    };
    this.show(resources);
    return resources;
  }

  private show(resources: Resources): void {
    this.gauges.ram_used.set(resources.ram_used);
    this.gauges.cpu_percent.set(resources.cpu_percent);
    for (const name of ['vram_used', 'vram_total', 'gpu_percent'] as const) {
      const value = resources[name];
      if (value !== null) this.gauges[name].set({ gpu: 'all' }, value);
    }
  }
}
