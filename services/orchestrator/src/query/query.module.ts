import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { AnswerCache } from './answer-cache.js';
import { AnswerService } from './answer.service.js';
import { ConversationService } from './conversation.service.js';
import { QueryReporter } from './query-reporter.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';
import { QuestionPreparation } from './question-preparation.service.js';

@Module({
  imports: [AgentsModule],
  controllers: [QueryController],
  providers: [AnswerCache, AnswerService, ConversationService, QueryReporter, QueryService, QuestionPreparation],
  exports: [QueryService],
})
export class QueryModule {}
