import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({ imports: [AgentsModule], controllers: [SessionsController], providers: [SessionsService] })
export class SessionsModule {}
