import { CallerHas, HttpContext, ZodPipe } from '@docmind/bootstrap';
import type { CacheLookupReply, CacheStats } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { FeedbackGate } from '../answers/feedback-gate.js';
import { HitLearning } from '../checking/learning/hit-learning.js';
import { type FeedbackReply, SemanticCacheService, type StoreReply } from '../answers/semantic-cache.service.js';
import {
  type FeedbackBody,
  feedbackBody,
  type InvalidateBody,
  invalidateBody,
  type LookupBody,
  lookupBody,
  ofTenant,
  type StoreBody,
  storeBody,
} from './api-bodies.js';

/** The cache itself over HTTP. The tenant is the key's: no body can name another one. */
@Controller()
export class CacheApiController {
  constructor(
    private readonly cache: SemanticCacheService,
    private readonly feedbackGate: FeedbackGate,
    private readonly learning: HitLearning,
  ) {}

  /** Of the caller's tenant; of the whole service for an operator. */
  @Get('cache/stats')
  stats(@HttpContext(['query', 'operate']) { tenant }: RequestContext, @CallerHas('operate') operates: boolean): CacheStats {
    return this.cache.stats(tenant, operates ? 'service' : 'tenant');
  }

  /** Not async: an exact hit in memory is answered in the same turn of the event loop. */
  @Post('cache/lookup')
  @HttpCode(200)
  lookup(
    @Body(new ZodPipe(lookupBody)) body: LookupBody,
    @HttpContext('query') context: RequestContext,
  ): CacheLookupReply | Promise<CacheLookupReply> {
    return this.cache.lookup(ofTenant(context.tenant, body), context);
  }

  @Post('cache/store')
  @HttpCode(200)
  store(@Body(new ZodPipe(storeBody)) body: StoreBody, @HttpContext('ingest') { tenant }: RequestContext): Promise<StoreReply> {
    return this.cache.store(ofTenant(tenant, body));
  }

  @Post(['cache/feedback', 'feedback'])
  @HttpCode(200)
  feedback(
    @Body(new ZodPipe(feedbackBody)) body: FeedbackBody,
    @HttpContext('feedback') { tenant }: RequestContext,
  ): Promise<FeedbackReply> {
    return this.feedbackGate.judge(tenant, body);
  }

  @Post('cache/invalidate')
  @HttpCode(200)
  invalidate(
    @Body(new ZodPipe(invalidateBody)) body: InvalidateBody,
    @HttpContext('ingest') { tenant }: RequestContext,
  ): Promise<{ removed: number }> {
    return this.cache.invalidate({ ...body, tenant });
  }

  /** For all tenants: there is one calibration. */
  @Post('cache/calibration/reset')
  @HttpCode(200)
  async resetCalibration(@HttpContext('operate') { tenant }: RequestContext): Promise<CacheStats['calibration']> {
    await this.learning.reset();
    return this.learning.figures(tenant);
  }

  @Post('cache/purge')
  @HttpCode(200)
  purge(@HttpContext('operate') { tenant }: RequestContext): Promise<{ removed: number }> {
    return this.cache.invalidate({ tenant, everything: true });
  }
}
