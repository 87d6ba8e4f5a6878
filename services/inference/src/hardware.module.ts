import { join } from 'node:path';
import { environmentWith } from '@docmind/config';
import { GpuTool, NvidiaSmi } from '@docmind/hardware';
import { openModelStore } from '@docmind/models';
import { type DynamicModule, Module } from '@nestjs/common';
import type { InferenceConfig } from './config/config.js';
import { GpuManager } from './gpu/gpu-manager.service.js';
import { HardwareController, HardwareHttpController } from './gpu/hardware.controller.js';
import { LoadShedder } from './gpu/load-shedder.port.js';
import { VramWatch, WATCH_RULES, type WatchRules } from './gpu/vram-watch.service.js';
import { KvPlanController, KvPlanHttpController } from './kv-cache/kv-plan.controller.js';
import { KvPlanner, MODEL_STORE } from './kv-cache/kv-planner.service.js';

/** The machine below the engines: its GPUs, a watch over their memory, and plans for models on them. */
@Module({})
export class HardwareModule {
  static forRoot(config: InferenceConfig): DynamicModule {
    const rules: WatchRules = {
      intervalMs: config.VRAM_WATCH_INTERVAL_MS,
      maxFraction: config.VRAM_MAX_FRACTION,
      // An empty variable means "none" to CUDA, and counts as not set everywhere else.
      cudaVisibleDevices: config.CUDA_VISIBLE_DEVICES ?? environmentWith({}).CUDA_VISIBLE_DEVICES,
    };
    const dir = config.MODELS_DIR ?? join(config.DOCMIND_DATA_DIR, 'models');
    return {
      module: HardwareModule,
      controllers: [HardwareController, HardwareHttpController, KvPlanController, KvPlanHttpController],
      providers: [
        { provide: WATCH_RULES, useValue: rules },
        { provide: GpuTool, useFactory: () => new NvidiaSmi(config.NVIDIA_SMI_COMMAND) },
        { provide: MODEL_STORE, useFactory: () => openModelStore(dir) },
        VramWatch,
        { provide: LoadShedder, useExisting: VramWatch },
        GpuManager,
        KvPlanner,
      ],
      exports: [LoadShedder],
    };
  }
}
