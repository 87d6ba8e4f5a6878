import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { TracesModule } from '../traces/traces.module.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';

@Module({ imports: [AgentsModule, TracesModule], controllers: [SessionsController], providers: [SessionsService] })
export class SessionsModule {}
