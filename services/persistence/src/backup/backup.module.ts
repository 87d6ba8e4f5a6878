import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { PERSISTENCE_CONFIG, type PersistenceConfig } from '../config/config.js';
import { BackupController } from './backup.controller.js';
import type { BackupRules } from './backup.policy.js';
import { BACKUP_RULES, BackupService } from './backup.service.js';
import { BackupWatch } from './backup-watch.js';
import { Backups } from './backups.port.js';
import { HandedOverBackups } from './handed-over-backups.js';

const OF_OUR_OWN: Provider[] = [
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
  { provide: Backups, useClass: BackupService },
];

@Module({ controllers: [BackupController] })
export class BackupModule {
  /** @param isOurs whether the database is a file that nobody else backs up */
  static forRoot(isOurs: boolean): DynamicModule {
    return { module: BackupModule, providers: isOurs ? OF_OUR_OWN : [{ provide: Backups, useClass: HandedOverBackups }] };
  }
}
