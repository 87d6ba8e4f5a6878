import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { AnsweringModule } from '../answering/answering.module.js';
import { CollectionModule } from '../collection/collection.module.js';
import { TracesModule } from '../traces/traces.module.js';
import { AnsweredRequests } from './answered-requests.service.js';
import { ConversationService } from './conversation.service.js';
import { QueryReporter } from './query-reporter.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';
import { QuestionPreparation } from './question-preparation.service.js';

@Module({
  imports: [AgentsModule, AnsweringModule, CollectionModule, TracesModule],
  controllers: [QueryController],
  providers: [AnsweredRequests, ConversationService, QueryReporter, QueryService, QuestionPreparation],
  exports: [QueryService],
})
export class QueryModule {}
