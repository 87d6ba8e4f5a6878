import { Module } from '@nestjs/common';
import { EnginesController } from './engines.controller.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';

@Module({ controllers: [OverviewController, EnginesController], providers: [OverviewService] })
export class OverviewModule {}
