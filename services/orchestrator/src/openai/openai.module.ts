import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { ChatCompletionsController } from './chat-completions.controller.js';

@Module({ imports: [QueryModule], controllers: [ChatCompletionsController] })
export class OpenAiModule {}
