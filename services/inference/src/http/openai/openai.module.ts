import { Module } from '@nestjs/common';
import { BackendsModule } from '../../backends/backends.module.js';
import { ChatModule } from '../../chat/chat.module.js';
import { ModelsModule } from '../../models/models.module.js';
import { ChatController } from './chat.controller.js';
import { ChatDoor } from './chat-door.js';
import { CompletionsController } from './completions.controller.js';
import { EmbeddingsController } from './embeddings.controller.js';
import { ModelsController } from './models.controller.js';
import { RerankController } from './rerank.controller.js';
import { ResponsesController } from './responses.controller.js';
import { ResponsesDoor } from './responses-door.js';
import { TokenizeController } from './tokenize.controller.js';

@Module({
  imports: [BackendsModule, ChatModule, ModelsModule],
  controllers: [
    ChatController,
    CompletionsController,
    EmbeddingsController,
    ModelsController,
    RerankController,
    ResponsesController,
    TokenizeController,
  ],
  providers: [ChatDoor, ResponsesDoor],
})
export class OpenAiModule {}
