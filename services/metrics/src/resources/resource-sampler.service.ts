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
  private readonly ramUsed;
  private readonly cpuUsage;
  private readonly vramUsed;
  private readonly vramTotal;
  private readonly gpuUsage;
  private timer: NodeJS.Timeout | undefined;
  private latest: Promise<Resources> | undefined;

  constructor(
    private readonly host: HostProbe,
    private readonly gpu: GpuProbe,
    registry: MetricsRegistry,
    @Inject(SAMPLER_RULES) private readonly rules: SamplerRules,
  ) {
    this.ramUsed = registry.gauge('docmind_host_memory_used_bytes', 'Memory of this machine in use');
    this.cpuUsage = registry.gauge('docmind_host_cpu_usage_ratio', 'Use of all cores together, 0 to 1');
    this.vramUsed = registry.gauge('docmind_gpu_memory_used_bytes', 'GPU memory in use; no value without a GPU', ['gpu']);
    this.vramTotal = registry.gauge('docmind_gpu_memory_total_bytes', 'GPU memory; no value without a GPU', ['gpu']);
    this.gpuUsage = registry.gauge('docmind_gpu_usage_ratio', 'Use of the GPUs, 0 to 1; no value without a GPU', ['gpu']);
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

  private show({ ram_used, cpu_percent, vram_used, vram_total, gpu_percent }: Resources): void {
    const gpu = { gpu: 'all' };
    this.ramUsed.set(ram_used);
    this.cpuUsage.set(cpu_percent / 100);
    if (vram_used !== null) this.vramUsed.set(gpu, vram_used);
    if (vram_total !== null) this.vramTotal.set(gpu, vram_total);
    if (gpu_percent !== null) this.gpuUsage.set(gpu, gpu_percent / 100);
  }
}
