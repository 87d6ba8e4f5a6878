import { CallerHas, HttpContext, ZodPipe } from '@docmind/bootstrap';
import {
  type CacheInvalidateBody,
  cacheInvalidateBodySchema,
  type CacheLookupBody,
  cacheLookupBodySchema,
  type CacheLookupReply,
  type CacheStats,
  type CacheStoreBody,
  cacheStoreBodySchema,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { AnswerKeeping } from '../answers/answer-keeping.js';
import { AnswerLookup } from '../answers/answer-lookup.js';
import type { StoreReply } from '../answers/answer-requests.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import { ServiceStats } from '../stats/service-stats.js';
import { TenantStats } from '../stats/tenant-stats.js';
import { ofTenant } from './of-tenant.policy.js';

/** The cache itself over HTTP. The tenant is the key's: no body can name another one. */
@Controller('cache')
export class CacheApiController {
  constructor(
    private readonly answers: AnswerLookup,
    private readonly keeping: AnswerKeeping,
    private readonly keeper: EntryKeeper,
    private readonly tenantStats: TenantStats,
    private readonly serviceStats: ServiceStats,
  ) {}

  /** Of the caller's tenant; of the whole service for an operator. */
  @Get('stats')
  stats(@HttpContext() { tenant }: RequestContext, @CallerHas('operate') operates: boolean): CacheStats {
    return operates ? this.serviceStats.of(tenant) : this.tenantStats.of(tenant);
  }

  /** Not async: an exact hit in memory is answered in the same turn of the event loop. */
  @Post('lookup')
  @HttpCode(200)
  lookup(
    @Body(new ZodPipe(cacheLookupBodySchema)) body: CacheLookupBody,
    @HttpContext() context: RequestContext,
  ): CacheLookupReply | Promise<CacheLookupReply> {
    return this.answers.lookup(ofTenant(context.tenant, body), context);
  }

  @Post('store')
  @HttpCode(200)
  store(@Body(new ZodPipe(cacheStoreBodySchema)) body: CacheStoreBody, @HttpContext() { tenant }: RequestContext): Promise<StoreReply> {
    return this.keeping.store(ofTenant(tenant, body));
  }

  @Post('invalidate')
  @HttpCode(200)
  async invalidate(
    @Body(new ZodPipe(cacheInvalidateBodySchema)) body: CacheInvalidateBody,
    @HttpContext() { tenant }: RequestContext,
  ): Promise<{ removed: number }> {
    return { removed: await this.keeper.invalidate({ ...body, tenant }) };
  }

  @Post('purge')
  @HttpCode(200)
  async purge(@HttpContext() { tenant }: RequestContext): Promise<{ removed: number }> {
    return { removed: await this.keeper.invalidate({ tenant, everything: true }) };
  }
}
