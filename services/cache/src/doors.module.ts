import { readSecret } from '@docmind/bootstrap';
import type { Provider } from '@nestjs/common';
import { CacheApiController } from './api/cache-api.controller.js';
import { TransferController } from './api/transfer.controller.js';
import { TransferService } from './api/transfer.service.js';
import { Clock } from './clock.js';
import { CACHE_CONFIG, type CacheConfig } from './config.js';
import { GptCacheController } from './gptcache/gptcache.controller.js';
import { GptCacheService } from './gptcache/gptcache.service.js';
import { EntryStore } from './semantic/entry-store.port.js';
import { FeedbackGate } from './semantic/feedback-gate.js';
import { SemanticCacheService } from './semantic/semantic-cache.service.js';

/** The HTTP doors of the cache: GPTCache's and our own. */
export const DOOR_CONTROLLERS = [CacheApiController, TransferController, GptCacheController];

export const DOORS: Provider[] = [
  {
    provide: FeedbackGate,
    useFactory: (cache: SemanticCacheService, clock: Clock) => new FeedbackGate(cache, clock),
    inject: [SemanticCacheService, Clock],
  },
  {
    provide: TransferService,
    useFactory: (cache: SemanticCacheService, store: EntryStore, clock: Clock, config: CacheConfig) =>
      new TransferService(cache, store, clock, config.CACHE_TTL_SECONDS),
    inject: [SemanticCacheService, EntryStore, Clock, CACHE_CONFIG],
  },
  {
    provide: GptCacheService,
    useFactory: (cache: SemanticCacheService, transfer: TransferService, config: CacheConfig) =>
      new GptCacheService(cache, transfer, {
        namespace: config.GPTCACHE_NAMESPACE,
        downloadKey: secretIn(config.GPTCACHE_DOWNLOAD_KEY_FILE),
      }),
    inject: [SemanticCacheService, TransferService, CACHE_CONFIG],
  },
];

function secretIn(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readSecret(file);
}
