import { Module } from '@nestjs/common';
import { AnswersModule } from '../answers/answers.module.js';
import { EntriesModule } from '../entries/entries.module.js';
import { MonitoringModule } from '../monitoring/monitoring.module.js';
import { TransferController } from './transfer.controller.js';
import { TransferService } from './transfer.service.js';

/** A tenant's answers out of the cache and into one. */
@Module({
  imports: [MonitoringModule, EntriesModule, AnswersModule],
  controllers: [TransferController],
  providers: [TransferService],
  exports: [TransferService],
})
export class TransferModule {}
