import { type DynamicModule, Module } from '@nestjs/common';
import { INFERENCE_CONFIG, type InferenceConfig } from './config/config.js';
import { AnthropicModule } from './http/anthropic/anthropic.module.js';
import { DocmindModule } from './http/docmind/docmind.module.js';
import { OllamaModule } from './http/ollama/ollama.module.js';
import { OpenAiModule } from './http/openai/openai.module.js';
import { KvCacheModule } from './kv-cache/kv-cache.module.js';
import { MessagesModule } from './messages/messages.module.js';

@Module({ imports: [MessagesModule, OpenAiModule, AnthropicModule, OllamaModule, DocmindModule, KvCacheModule] })
export class InferenceModule {
  /** Global, so that each part reads the configuration without being handed it. */
  static forRoot(config: InferenceConfig): DynamicModule {
    const given = { provide: INFERENCE_CONFIG, useValue: config };
    return { module: InferenceModule, global: true, providers: [given], exports: [INFERENCE_CONFIG] };
  }
}
