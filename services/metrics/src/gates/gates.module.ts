import { type DynamicModule, Module } from '@nestjs/common';
import type { MetricsConfig } from '../config/config.js';
import { listGates } from './lists/gate-list.js';
import { GatesController } from './gates.controller.js';
import { GATES, GatesService } from './gates.service.js';
import { FIGURES_INTERVAL, ServiceWatch } from './service-watch.js';

@Module({})
export class GatesModule {
  static forRoot(config: MetricsConfig): DynamicModule {
    const targets = { cacheHitRate: config.CACHE_HIT_RATE_TARGET, ingestionReduction: config.INGESTION_REDUCTION_TARGET };
    return {
      module: GatesModule,
      controllers: [GatesController],
      providers: [
        { provide: GATES, useValue: listGates(targets) },
        { provide: FIGURES_INTERVAL, useValue: config.FIGURES_INTERVAL_MS },
        ServiceWatch,
        GatesService,
      ],
    };
  }
}
