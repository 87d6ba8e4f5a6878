import { type RunningService, startService } from '@docmind/bootstrap';
import { CACHE_ROUTES } from '@docmind/contracts';
import type { MessageTransport } from '@docmind/messaging';
import { cacheFaults } from './cache-faults.js';
import { LINES_MEDIA_TYPE } from './transfer/transfer.controller.js';
import { CacheModule } from './cache.module.js';
import type { CacheConfig } from './config/config.js';

export function startCache(config: CacheConfig, transport: MessageTransport): Promise<RunningService> {
  return startService({
    name: 'cache',
    module: CacheModule.forRoot(config),
    config,
    http: {
      port: config.CACHE_SERVER_PORT,
      portVariable: 'CACHE_SERVER_PORT',
      routes: CACHE_ROUTES,
      // An import is read line by line, so it needs no limit as a whole.
      configure: (app) => {
        const pass = (_request: unknown, payload: unknown, done: (error: null, body: unknown) => void): void => done(null, payload);
        app.getHttpAdapter().getInstance().addContentTypeParser(LINES_MEDIA_TYPE, pass);
      },
    },
    transport,
    faults: () => cacheFaults(config),
    hiddenMetrics: config.ENABLE_CACHE_METRICS ? [] : ['docmind_cache_'],
  });
}
