import { Module } from '@nestjs/common';
import { SessionController } from './session.controller.js';
import { SessionTurns } from './session-turns.js';
import { SessionService } from './session.service.js';

@Module({ controllers: [SessionController], providers: [SessionService, SessionTurns] })
export class SessionsModule {}
