import type { CacheLookupReply } from '@docmind/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { HitLearning } from '../checking/learning/hit-learning.js';
import { CACHE_CONFIG, type CacheConfig } from '../config/config.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { RepeatedQuestions } from '../monitoring/repeated-questions.js';
import { AgentShares } from './agent-shares.js';
import type { SoughtAnswer } from './answer-search.js';

/** What happens with each reply before it goes out: it is counted, remembered for a verdict on it, and perhaps sampled for a check. */
@Injectable()
export class LookupBookkeeping {
  constructor(
    private readonly learning: HitLearning,
    private readonly shares: AgentShares,
    private readonly monitor: CacheMonitor,
    private readonly repeated: RepeatedQuestions,
    @Inject(CACHE_CONFIG) private readonly config: Pick<CacheConfig, 'CACHE_SHADOW_RATE'>,
  ) {}

  done(reply: CacheLookupReply, { request, exactKey }: SoughtAnswer, startedAt: number): CacheLookupReply {
    const { scope, agent, mayCheck } = request;
    this.repeated.count(exactKey, reply.result);
    this.learning.remember(scope.tenant, reply);
    if (reply.result !== 'miss') this.shares.count(scope.tenant, agent, reply.storedBy);
    this.monitor.lookedUp(scope.tenant, reply.result, performance.now() - startedAt);
    const isSampled = reply.result === 'semantic' && mayCheck === true && Math.random() < this.config.CACHE_SHADOW_RATE;
    return isSampled ? { ...reply, check: true } : reply;
  }
}
