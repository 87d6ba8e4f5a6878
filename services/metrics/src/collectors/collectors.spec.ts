import { GpuTool, type GpuSurvey } from '@docmind/hardware';
import { describe, expect, it } from 'vitest';
import { GpuCollector } from './gpu.collector.js';
import { NodeHostCollector } from './node-host.collector.js';

class FakeTool extends GpuTool {
  constructor(private readonly found: GpuSurvey) {
    super();
  }
  async survey() {
    return this.found;
  }
}
const collector = (found: object) => new GpuCollector(new FakeTool(found as GpuSurvey));

describe('GpuCollector', () => {
  it('reads memory and use', async () => {
    expect(await collector({ gpus: [{ usedBytes: 100, totalBytes: 200, gpuPercent: 50 }] }).read()).toEqual({
      usedBytes: 100,
      totalBytes: 200,
      percent: 50,
    });
  });

  it('knows no GPU where the tool finds none', async () => {
    expect(await collector({ gpus: [], reason: 'nvidia-smi is not there' }).read()).toBeUndefined();
  });
});

describe('NodeHostCollector', () => {
  it('reads memory and processor of this machine', () => {
    const { ramUsedBytes, cpuPercent } = new NodeHostCollector().read();
    expect(ramUsedBytes).toBeGreaterThan(10_000_000);
    expect(cpuPercent).toBeGreaterThanOrEqual(0);
    expect(cpuPercent).toBeLessThanOrEqual(100);
  });
});
