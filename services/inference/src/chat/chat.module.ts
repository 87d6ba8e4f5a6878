import { Module } from '@nestjs/common';
import { BackendsModule } from '../backends/backends.module.js';
import { INFERENCE_CONFIG, type InferenceConfig } from '../config/config.js';
import { ContextModule } from '../context/context.module.js';
import { GpuModule } from '../gpu/gpu.module.js';
import { RecordingModule } from '../recording/recording.module.js';
import { ChatService } from './chat.service.js';
import { GenerationLimits, GenerationRunner } from './generation-runner.js';
import { TextService } from './text.service.js';

@Module({
  imports: [BackendsModule, ContextModule, GpuModule, RecordingModule],
  providers: [
    {
      provide: GenerationLimits,
      inject: [INFERENCE_CONFIG],
      useFactory: ({ ENGINE_TIMEOUT_MS }: InferenceConfig) => new GenerationLimits(ENGINE_TIMEOUT_MS),
    },
    GenerationRunner,
    ChatService,
    TextService,
  ],
  exports: [ChatService, TextService],
})
export class ChatModule {}
