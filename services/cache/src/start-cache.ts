import { type RunningService, startService } from '@docmind/bootstrap';
import type { MessageTransport } from '@docmind/messaging';
import { CacheModule } from './cache.module.js';
import type { CacheConfig } from './config.js';

export function startCache(config: CacheConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'cache',
    module: CacheModule.forRoot(config),
    config,
    http: { port: config.CACHE_SERVER_PORT, portVariable: 'CACHE_SERVER_PORT' },
    transport,
  });
}
