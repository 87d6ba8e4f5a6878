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
        performanceMaxRecords: config.PERFORMANCE_LOG_MAX_RECORDS,
        chatMaxAgeMs: config.CHAT_RETENTION_DAYS === 0 ? undefined : config.CHAT_RETENTION_DAYS * DAY_MS,
        chatMaxMessages: config.CHAT_MAX_MESSAGES === 0 ? undefined : config.CHAT_MAX_MESSAGES,
      }),
    },
    HousekeepingService,
  ],
})
export class HousekeepingModule {}
