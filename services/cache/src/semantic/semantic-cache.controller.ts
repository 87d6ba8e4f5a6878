import {
  type CacheLookupReply,
  type CacheStats,
  cacheSemanticInvalidate,
  cacheSemanticLookup,
  cacheSemanticStats,
  cacheSemanticStore,
} from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { type InvalidateRequest, type LookupRequest, SemanticCacheService, type StoreReply } from './semantic-cache.service.js';
import type { StoreRequest } from './store-rules.policy.js';

@Controller()
export class SemanticCacheController {
  constructor(private readonly cache: SemanticCacheService) {}

  @Handles(cacheSemanticLookup)
  async lookup(request: LookupRequest): Promise<CacheLookupReply> {
    return this.cache.lookup(request);
  }

  @Handles(cacheSemanticStore)
  store(request: StoreRequest): Promise<StoreReply> {
    return this.cache.store(request);
  }

  @Handles(cacheSemanticInvalidate)
  invalidate(request: InvalidateRequest): Promise<{ removed: number }> {
    return this.cache.invalidate(request);
  }

  @Handles(cacheSemanticStats)
  async stats(): Promise<CacheStats> {
    return this.cache.stats();
  }
}
