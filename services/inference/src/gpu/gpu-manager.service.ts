import { availableParallelism, freemem, totalmem } from 'node:os';
import type { AllocationRequest, DeviceAllocation, HardwareInfo } from '@docmind/contracts';
import { GpuTool } from '@docmind/hardware';
import { Inject, Injectable } from '@nestjs/common';
import { allocateModel } from './allocation.policy.js';
import { hardwareOf } from './hardware.policy.js';
import { VramWatch, WATCH_RULES, type WatchRules } from './vram-watch.service.js';

/** What this machine has to run models on, and where a model would go. Never throws for want of a GPU. */
@Injectable()
export class GpuManager {
  constructor(
    private readonly tool: GpuTool,
    private readonly watch: VramWatch,
    @Inject(WATCH_RULES) private readonly rules: WatchRules,
  ) {}

  async detect(): Promise<HardwareInfo> {
    const host = { cpuCores: availableParallelism(), ramTotalBytes: totalmem(), ramFreeBytes: freemem() };
    return { ...hardwareOf(await this.tool.survey(), this.rules.cudaVisibleDevices, host), watch: this.watch.status };
  }

  async allocate(request: AllocationRequest): Promise<DeviceAllocation> {
    return allocateModel(request, await this.detect());
  }
}
