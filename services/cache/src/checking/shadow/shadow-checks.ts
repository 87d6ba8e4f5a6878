import type { CacheCheck, CheckVerdict } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { EntryKeeper } from '../../replication/entry-keeper.js';
import { HitLearning } from '../learning/hit-learning.js';
import { AnswerCheck } from './answer-check.js';
import { FalseHits } from './false-hits.js';

/**
 * Draws the consequences of a check: what a hit by likeness gave was compared with an answer that was made for the very question. The fresh answer
 * is kept nowhere; a wrong kept one is evicted, and the verdict moves the decision. Never throws: what fails is a fault and leaves the hit unchecked.
 */
@Injectable()
export class ShadowChecks {
  constructor(
    private readonly answers: AnswerCheck,
    private readonly falseHits: FalseHits,
    private readonly learning: HitLearning,
    private readonly keeper: EntryKeeper,
    private readonly monitor: CacheMonitor,
  ) {}

  async check(given: CacheCheck): Promise<CheckVerdict> {
    const verdict = await this.answers.verdictOn(given);
    this.falseHits.count(verdict);
    if (verdict === 'wrong') await this.evict(given);
    if (verdict === 'wrong' || verdict === 'right') await this.learning.learnFromCheck(verdict, given.probability);
    return verdict;
  }

  private async evict({ tenant, entry }: CacheCheck): Promise<void> {
    await this.monitor.orElse('store', undefined, () => this.keeper.invalidate({ tenant, entries: [entry] }));
  }
}
