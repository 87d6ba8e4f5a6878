import { Module } from '@nestjs/common';
import { BackendsModule } from '../../backends/backends.module.js';
import { ChatModule } from '../../chat/chat.module.js';
import { KvCacheModule } from '../../kv-cache/kv-cache.module.js';
import { ModelsModule } from '../../models/models.module.js';
import { HeartbeatController } from './heartbeat.controller.js';
import { OllamaController } from './ollama.controller.js';
import { OllamaDoor } from './ollama-door.js';
import { OllamaPullDoor } from './ollama-pull.js';

@Module({
  imports: [BackendsModule, ChatModule, KvCacheModule, ModelsModule],
  controllers: [HeartbeatController, OllamaController],
  providers: [OllamaDoor, OllamaPullDoor],
})
export class OllamaModule {}
