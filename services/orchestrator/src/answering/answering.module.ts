import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { AnswerCache } from './answer-cache.js';
import { AnswerService } from './answer.service.js';

@Module({ imports: [AgentsModule], providers: [AnswerCache, AnswerService], exports: [AnswerCache, AnswerService] })
export class AnsweringModule {}
