import { type DynamicModule, Module } from '@nestjs/common';
import { CACHE_CONFIG, type CacheConfig } from './config.js';

/** Global: each part reads the configuration without being handed it. */
@Module({})
export class ConfigModule {
  static forRoot(config: CacheConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: CACHE_CONFIG, useValue: config }],
      exports: [CACHE_CONFIG],
    };
  }
}
