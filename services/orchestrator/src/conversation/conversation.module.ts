import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { ConversationService } from './conversation.service.js';
import { SessionTurns } from './session-turns.service.js';
import { FollowUpService } from './follow-up.service.js';

@Module({
  imports: [AgentsModule],
  providers: [ConversationService, FollowUpService, SessionTurns],
  exports: [FollowUpService, SessionTurns],
})
export class ConversationModule {}
