import { Injectable } from '@nestjs/common';
import { HitLearning } from '../checking/learning/hit-learning.js';
import { EntryStore } from '../entries/entry/entry-store.port.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { EntryKeeper } from '../replication/entry-keeper.js';
import type { FeedbackReply } from './answer-requests.js';

/** What a caller says about an answer that was given: a wrong one is evicted at once, and verdicts on hits by likeness move the decision. */
@Injectable()
export class AnswerFeedback {
  constructor(
    private readonly store: EntryStore,
    private readonly learning: HitLearning,
    private readonly keeper: EntryKeeper,
    private readonly monitor: CacheMonitor,
  ) {}

  async take(tenant: string, entry: string, verdict: 'wrong' | 'right'): Promise<FeedbackReply> {
    const recorded = await this.monitor.orElse('store', false, () => this.store.recordFeedback(tenant, entry, verdict));
    if (recorded) await this.learning.learnFromCaller(tenant, entry, verdict);
    if (verdict === 'right') return { recorded, evicted: false };
    return { recorded, evicted: (await this.keeper.invalidate({ tenant, entries: [entry] })) > 0 };
  }
}
