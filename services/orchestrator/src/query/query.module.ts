import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { AnsweringModule } from '../answering/answering.module.js';
import { CollectionModule } from '../collection/collection.module.js';
import { ConversationModule } from '../conversation/conversation.module.js';
import { TracesModule } from '../traces/traces.module.js';
import { AnsweredRequests } from './answered-requests.service.js';
import { QueryReporter } from './reporting/query-reporter.js';
import { FeedbackController } from './feedback.controller.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';
import { QuestionRun } from './question-run.js';
import { QuestionPreparation } from './question-preparation.service.js';

@Module({
  imports: [AgentsModule, AnsweringModule, CollectionModule, ConversationModule, TracesModule],
  controllers: [QueryController, FeedbackController],
  providers: [AnsweredRequests, QueryReporter, QueryService, QuestionPreparation, QuestionRun],
  exports: [QueryService],
})
export class QueryModule {}
