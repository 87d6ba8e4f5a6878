import { Logger, Module } from '@nestjs/common';
import { INFERENCE_CONFIG, type InferenceConfig } from '../config/config.js';
import { readBackends } from '../config/read-backends.js';
import { createEngine } from '../engines/create-engine.js';
import { BackendLifecycle } from './backend-lifecycle.js';
import { BackendManager } from './backend-manager.js';
import { BackendMetrics } from './backend-metrics.js';
import { BackendReport } from './backend-report.js';
import { BackendSwitchService } from './backend-switch.service.js';
import { createBackends } from './create-backends.js';

@Module({
  providers: [
    {
      provide: BackendManager,
      inject: [INFERENCE_CONFIG, Logger],
      useFactory: (config: InferenceConfig, logger: Logger) =>
        createBackends(readBackends(config), config, (spec) => createEngine(spec, config, logger)),
    },
    BackendMetrics,
    BackendReport,
    BackendLifecycle,
    BackendSwitchService,
  ],
  exports: [BackendManager, BackendSwitchService],
})
export class BackendsModule {}
