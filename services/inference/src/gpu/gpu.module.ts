import { environmentWith } from '@docmind/config';
import { GpuTool, NvidiaSmi } from '@docmind/hardware';
import { Module } from '@nestjs/common';
import { INFERENCE_CONFIG, type InferenceConfig } from '../config/config.js';
import { GpuManager } from './gpu-manager.service.js';
import { HardwareController, HardwareHttpController } from './hardware.controller.js';
import { LoadShedder } from './load-shedder.port.js';
import { VramWatch, WATCH_RULES, type WatchRules } from './vram-watch.service.js';

/** The GPUs below the engines, and a watch over their memory. */
@Module({
  controllers: [HardwareController, HardwareHttpController],
  providers: [
    { provide: WATCH_RULES, inject: [INFERENCE_CONFIG], useFactory: watchRulesOf },
    {
      provide: GpuTool,
      inject: [INFERENCE_CONFIG],
      useFactory: ({ NVIDIA_SMI_COMMAND }: InferenceConfig) => new NvidiaSmi(NVIDIA_SMI_COMMAND),
    },
    VramWatch,
    { provide: LoadShedder, useExisting: VramWatch },
    GpuManager,
  ],
  exports: [GpuManager, LoadShedder],
})
export class GpuModule {}

function watchRulesOf(config: InferenceConfig): WatchRules {
  return {
    intervalMs: config.VRAM_WATCH_INTERVAL_MS,
    maxFraction: config.VRAM_MAX_FRACTION,
    // An empty variable means "none" to CUDA, and counts as not set everywhere else.
    cudaVisibleDevices: config.CUDA_VISIBLE_DEVICES ?? environmentWith({}).CUDA_VISIBLE_DEVICES,
  };
}
