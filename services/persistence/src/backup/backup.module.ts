import { Module } from '@nestjs/common';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { BackupController } from './backup.controller.js';
import type { BackupRules } from './backup.policy.js';
import { BACKUP_RULES, BackupService } from './backup.service.js';
import { BackupWatch } from './backup-watch.js';

@Module({
  controllers: [BackupController],
  providers: [
    {
      provide: BACKUP_RULES,
      inject: [PERSISTENCE_CONFIG],
      useFactory: (config: PersistenceConfig): BackupRules => ({
        intervalMs: config.BACKUP_INTERVAL_HOURS * 3_600_000,
        incrementMs: config.BACKUP_INCREMENT_SECONDS * 1_000,
        keepDays: config.BACKUP_KEEP_DAYS,
      }),
    },
    BackupWatch,
    BackupService,
  ],
})
export class BackupModule {}
