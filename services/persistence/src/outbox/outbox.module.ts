import { Module } from '@nestjs/common';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { OUTBOX_RETRY_MAX_MS, OutboxService } from './outbox.service.js';

@Module({
  providers: [
    {
      provide: OUTBOX_RETRY_MAX_MS,
      inject: [PERSISTENCE_CONFIG],
      useFactory: (config: PersistenceConfig) => config.OUTBOX_RETRY_MAX_MS,
    },
    OutboxService,
  ],
  exports: [OutboxService],
})
export class OutboxModule {}
