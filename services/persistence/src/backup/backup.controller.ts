import type { BackupList, BackupView } from '@docmind/contracts';
import { Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { Backups } from './backups.port.js';

@Controller('backups')
export class BackupController {
  constructor(private readonly backups: Backups) {}

  @Get()
  async list(): Promise<BackupList> {
    return { backups: await this.backups.list() };
  }

  @Post()
  @HttpCode(HttpStatus.CREATED)
  async make(): Promise<BackupView> {
    return this.backups.make();
  }
}
