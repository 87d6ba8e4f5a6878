import { Module } from '@nestjs/common';
import { BackendsModule } from '../backends/backends.module.js';
import { ChatModule } from '../chat/chat.module.js';
import { ModelsModule } from '../models/models.module.js';
import { InferenceController } from './inference.controller.js';

@Module({ imports: [BackendsModule, ChatModule, ModelsModule], controllers: [InferenceController] })
export class MessagesModule {}
