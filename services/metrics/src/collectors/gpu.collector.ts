import type { GpuTool } from '@docmind/hardware';
import { sumOfGpus } from '../resources/gpu-sum.policy.js';
import { GpuProbe, type GpuReading } from '../resources/gpu-probe.port.js';

/** All GPUs of this machine, as the driver's own tool describes them. */
export class GpuCollector extends GpuProbe {
  constructor(private readonly tool: GpuTool) {
    super();
  }

  async read(): Promise<GpuReading | undefined> {
    return sumOfGpus((await this.tool.survey()).gpus);
  }
}
