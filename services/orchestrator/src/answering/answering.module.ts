import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { CollectionModule } from '../collection/collection.module.js';
import { AnswerCache } from './answer-cache.js';
import { AnswerService } from './answer.service.js';
import { QuestionsUnderway } from './questions-underway.js';

@Module({
  imports: [AgentsModule, CollectionModule],
  providers: [AnswerCache, AnswerService, QuestionsUnderway],
  exports: [AnswerCache, AnswerService, QuestionsUnderway],
})
export class AnsweringModule {}
