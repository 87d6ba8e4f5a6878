import { Module } from '@nestjs/common';
import { ChatModule } from '../../chat/chat.module.js';
import { ModelsModule } from '../../models/models.module.js';
import { MessagesController } from './messages.controller.js';
import { MessagesDoor } from './messages-door.js';

@Module({ imports: [ChatModule, ModelsModule], controllers: [MessagesController], providers: [MessagesDoor] })
export class AnthropicModule {}
