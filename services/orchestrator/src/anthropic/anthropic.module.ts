import { Module } from '@nestjs/common';
import { OpenAiModule } from '../openai/openai.module.js';
import { QueryModule } from '../query/query.module.js';
import { MessagesController } from './messages.controller.js';
import { MessagesDoor } from './messages-door.js';

@Module({ imports: [OpenAiModule, QueryModule], controllers: [MessagesController], providers: [MessagesDoor] })
export class AnthropicModule {}
