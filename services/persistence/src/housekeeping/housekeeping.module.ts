import { Module } from '@nestjs/common';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { HOUSEKEEPING_RULES, type HousekeepingRules, HousekeepingService } from './housekeeping.service.js';

const DAY_MS = 86_400_000;

@Module({
  providers: [
    {
      provide: HOUSEKEEPING_RULES,
      inject: [PERSISTENCE_CONFIG],
      useFactory: (config: PersistenceConfig): HousekeepingRules => ({
        intervalMs: config.HOUSEKEEPING_INTERVAL_MS,
        stagingMaxAgeMs: config.STAGING_MAX_AGE_SECONDS * 1_000,
        performanceMaxAgeMs: config.PERFORMANCE_LOG_RETENTION_DAYS * DAY_MS,
      }),
    },
    HousekeepingService,
  ],
})
export class HousekeepingModule {}
