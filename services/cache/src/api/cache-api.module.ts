import { Module } from '@nestjs/common';
import { AnswersModule } from '../answers/answers.module.js';
import { CheckingModule } from '../checking/checking.module.js';
import { ReplicationModule } from '../replication/replication.module.js';
import { StatsModule } from '../stats/stats.module.js';
import { CacheApiController } from './cache-api.controller.js';
import { FeedbackApiController } from './feedback-api.controller.js';

/** The cache's own door. */
@Module({
  imports: [AnswersModule, ReplicationModule, CheckingModule, StatsModule],
  controllers: [CacheApiController, FeedbackApiController],
})
export class CacheApiModule {}
