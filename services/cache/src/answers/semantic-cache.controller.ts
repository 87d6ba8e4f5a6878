import {
  type CacheCheck,
  type CacheLookupReply,
  type CacheStats,
  cacheSemanticCheck,
  cacheSemanticFeedback,
  cacheSemanticInvalidate,
  cacheSemanticLookup,
  cacheSemanticStats,
  cacheSemanticStore,
  type CheckVerdict,
} from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { FeedbackGate } from './feedback-gate.js';
import {
  type FeedbackReply,
  type FeedbackRequest,
  type InvalidateRequest,
  type LookupRequest,
  SemanticCacheService,
  type StoreReply,
} from './semantic-cache.service.js';
import { ShadowChecks } from '../checking/shadow/shadow-checks.js';
import type { StoreRequest } from '../entries/store-rules.policy.js';

@Controller()
export class SemanticCacheController {
  constructor(
    private readonly cache: SemanticCacheService,
    private readonly feedbackGate: FeedbackGate,
    private readonly shadows: ShadowChecks,
  ) {}

  @Handles(cacheSemanticLookup)
  async lookup(request: LookupRequest, context: RequestContext): Promise<CacheLookupReply> {
    return this.cache.lookup(request, context);
  }

  @Handles(cacheSemanticStore)
  store(request: StoreRequest): Promise<StoreReply> {
    return this.cache.store(request);
  }

  @Handles(cacheSemanticInvalidate)
  invalidate(request: InvalidateRequest): Promise<{ removed: number }> {
    return this.cache.invalidate(request);
  }

  /** Whoever sends it has checked the role of the one who judges. */
  @Handles(cacheSemanticFeedback)
  feedback({ tenant, ...verdict }: FeedbackRequest): Promise<FeedbackReply> {
    return this.feedbackGate.judge(tenant, verdict);
  }

  /** Of a hit that was handed out with `check`, by whoever answered the question anew. */
  @Handles(cacheSemanticCheck)
  async check(request: CacheCheck): Promise<{ verdict: CheckVerdict }> {
    return { verdict: await this.shadows.judge(request) };
  }

  /** Only services send messages. */
  @Handles(cacheSemanticStats)
  async stats(_request: object, context: RequestContext): Promise<CacheStats> {
    return this.cache.stats(context.tenant, 'service');
  }
}
