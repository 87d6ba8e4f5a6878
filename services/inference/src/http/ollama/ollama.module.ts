import { Module } from '@nestjs/common';
import { BackendsModule } from '../../backends/backends.module.js';
import { ChatModule } from '../../chat/chat.module.js';
import { ModelsModule } from '../../models/models.module.js';
import { OllamaController } from './ollama.controller.js';
import { OllamaDoor } from './ollama-door.js';

@Module({ imports: [BackendsModule, ChatModule, ModelsModule], controllers: [OllamaController], providers: [OllamaDoor] })
export class OllamaModule {}
