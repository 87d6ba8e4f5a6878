import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { ChatCompletionsController } from './chat-completions.controller.js';
import { EngineChat } from './engine-chat.service.js';

@Module({ imports: [QueryModule], controllers: [ChatCompletionsController], providers: [EngineChat] })
export class OpenAiModule {}
