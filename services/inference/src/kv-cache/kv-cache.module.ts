import { join } from 'node:path';
import { openModelStore } from '@docmind/models';
import { Module } from '@nestjs/common';
import { INFERENCE_CONFIG, type InferenceConfig } from '../config/config.js';
import { GpuModule } from '../gpu/gpu.module.js';
import { KvPlanController, KvPlanHttpController } from './kv-plan.controller.js';
import { KvPlanner, MODEL_STORE } from './kv-planner.service.js';

/** Plans for models on this machine's cards. */
@Module({
  imports: [GpuModule],
  controllers: [KvPlanController, KvPlanHttpController],
  providers: [
    {
      provide: MODEL_STORE,
      inject: [INFERENCE_CONFIG],
      useFactory: ({ MODELS_DIR, DOCMIND_DATA_DIR }: InferenceConfig) => openModelStore(MODELS_DIR ?? join(DOCMIND_DATA_DIR, 'models')),
    },
    KvPlanner,
  ],
  exports: [MODEL_STORE],
})
export class KvCacheModule {}
