import { Module } from '@nestjs/common';
import { AnswersModule } from '../answers/answers.module.js';
import { CheckingModule } from '../checking/checking.module.js';
import { EntriesModule } from '../entries/entries.module.js';
import { IngestionModule } from '../ingestion/ingestion.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { ServiceStats } from './service-stats.js';
import { StatsController } from './stats.controller.js';
import { TenantStats } from './tenant-stats.js';

/** Counts and sizes from all rooms. */
@Module({
  imports: [MonitoringModule, EntriesModule, CheckingModule, AnswersModule, IngestionModule],
  controllers: [StatsController],
  providers: [TenantStats, ServiceStats],
  exports: [TenantStats, ServiceStats],
})
export class StatsModule {}
