import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { ChatCompletionsController } from './chat-completions.controller.js';
import { ResponseThreads } from './response-threads.service.js';
import { ResponsesController } from './responses.controller.js';
import { ResponsesDoor } from './responses-door.js';
import { EngineChat } from './engine-chat.service.js';

@Module({
  imports: [QueryModule],
  controllers: [ChatCompletionsController, ResponsesController],
  providers: [EngineChat, ResponseThreads, ResponsesDoor],
  exports: [EngineChat],
})
export class OpenAiModule {}
