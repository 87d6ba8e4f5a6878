import { MetricsRegistry } from '@docmind/telemetry';
import { describe, expect, it } from 'vitest';
import { GpuProbe, type GpuReading } from './gpu-probe.port.js';
import { HostProbe } from './host-probe.port.js';
import { ResourceSampler } from './resource-sampler.service.js';

class FakeGpu extends GpuProbe {
  reads = 0;
  constructor(private readonly reading?: GpuReading) {
    super();
  }
  async read() {
    this.reads += 1;
    return this.reading;
  }
}
class FakeHost extends HostProbe {
  read() {
    return { ramUsedBytes: 4_000, cpuPercent: 45.5 };
  }
}

function samplerOver(gpu: FakeGpu) {
  const metrics = new MetricsRegistry('test');
  return { metrics, sampler: new ResourceSampler(new FakeHost(), gpu, metrics, { intervalMs: 60_000, vramMaxFraction: 0.5 }) };
}

describe('ResourceSampler', () => {
  it('reports GPU figures with their threshold', async () => {
    const { sampler, metrics } = samplerOver(new FakeGpu({ usedBytes: 10, totalBytes: 20, percent: 85 }));
    expect(await sampler.current()).toEqual({
      vram_used: 10,
      vram_total: 20,
      vram_max_threshold: 10,
      ram_used: 4_000,
      cpu_percent: 45.5,
      gpu_percent: 85,
    });
    expect(await metrics.registry.metrics()).toMatch(/docmind_gpu_usage_ratio\{gpu="all",service="test"\} 0.85/);
  });

  it('reports null, and shows no GPU gauge, where there is none', async () => {
    const { sampler, metrics } = samplerOver(new FakeGpu());
    expect(await sampler.current()).toMatchObject({ vram_used: null, vram_total: null, vram_max_threshold: null, gpu_percent: null });
    expect(await metrics.registry.metrics()).not.toMatch(/^docmind_gpu_usage_ratio\{/m);
  });

  it('asks once an interval, however many want to know', async () => {
    const gpu = new FakeGpu();
    const { sampler } = samplerOver(gpu);
    await Promise.all([sampler.current(), sampler.current(), sampler.current()]);
    expect(gpu.reads).toBe(1);
  });
});
