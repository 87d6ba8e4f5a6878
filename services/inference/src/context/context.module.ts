import { MetricsRegistry } from '@docmind/telemetry';
import { Module } from '@nestjs/common';
import { INFERENCE_CONFIG } from '../config/config.js';
import { ContextManager } from './context-manager.js';
import { createContextManager } from './create-context-manager.js';

@Module({
  providers: [{ provide: ContextManager, inject: [INFERENCE_CONFIG, MetricsRegistry], useFactory: createContextManager }],
  exports: [ContextManager],
})
export class ContextModule {}
