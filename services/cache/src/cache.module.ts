import { type DynamicModule, Module } from '@nestjs/common';
import { AnswersModule } from './answers/answers.module.js';
import { CacheApiModule } from './api/cache-api.module.js';
import type { CacheConfig } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { GptCacheModule } from './gptcache/gptcache.module.js';
import { IngestionModule } from './ingestion/ingestion.module.js';
import { ProxyModule } from './proxy/proxy.module.js';
import { StatsModule } from './stats/stats.module.js';
import { TransferModule } from './transfer/transfer.module.js';

@Module({
  imports: [AnswersModule, IngestionModule, StatsModule, TransferModule, CacheApiModule, GptCacheModule, ProxyModule, ErasureModule],
})
export class CacheModule {
  static forRoot(config: CacheConfig): DynamicModule {
    return { module: CacheModule, imports: [ConfigModule.forRoot(config)] };
  }
}
