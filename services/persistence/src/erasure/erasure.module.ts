import { Module } from '@nestjs/common';
import { erasureJournalFile, PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureService } from './erasure.service.js';
import { ErasureJournal } from './rules/erasure-journal.js';

@Module({
  controllers: [ErasureController],
  providers: [
    {
      provide: ErasureJournal,
      inject: [PERSISTENCE_CONFIG],
      useFactory: (config: PersistenceConfig) => new ErasureJournal(erasureJournalFile(config)),
    },
    ErasureService,
  ],
})
export class ErasureModule {}
