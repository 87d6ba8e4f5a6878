import { ZodPipe } from '@docmind/bootstrap';
import {
  type AllocationRequest,
  allocationRequestSchema,
  type DeviceAllocation,
  type HardwareInfo,
  inferenceHardwareDescribe,
  inferenceModelAllocate,
} from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { GpuManager } from './gpu-manager.service.js';

@Controller()
export class HardwareController {
  constructor(private readonly gpus: GpuManager) {}

  @Handles(inferenceHardwareDescribe)
  describe(): Promise<HardwareInfo> {
    return this.gpus.detect();
  }

  @Handles(inferenceModelAllocate)
  allocate(request: AllocationRequest): Promise<DeviceAllocation> {
    return this.gpus.allocate(request);
  }
}

@Controller('hardware')
export class HardwareHttpController {
  constructor(private readonly gpus: GpuManager) {}

  @Get()
  describe(): Promise<HardwareInfo> {
    return this.gpus.detect();
  }

  @Post('allocate')
  @HttpCode(200)
  allocate(@Body(new ZodPipe(allocationRequestSchema)) request: AllocationRequest): Promise<DeviceAllocation> {
    return this.gpus.allocate(request);
  }
}
