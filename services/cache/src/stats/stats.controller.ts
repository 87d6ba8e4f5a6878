import { type CacheStats, cacheSemanticStats } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { ServiceStats } from './service-stats.js';

@Controller()
export class StatsController {
  constructor(private readonly service: ServiceStats) {}

  /** Only services send messages. */
  @Handles(cacheSemanticStats)
  async stats(_request: object, { tenant }: RequestContext): Promise<CacheStats> {
    return this.service.of(tenant);
  }
}
