import { AppError } from '@docmind/errors';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../monitoring/clock.js';
import type { FeedbackReply, FeedbackRequest, SemanticCacheService } from './semantic-cache.service.js';

export type Verdict = Omit<FeedbackRequest, 'tenant'>;

/** More than people judge, and too few to move a calibration or to empty a cache. */
const VERDICTS_A_MINUTE = 60;
const MINUTE_MS = 60_000;
const MAX_TENANTS = 10_000;
const MAX_JUDGED = 10_000;

/** Lets verdicts through at the pace of people, and one of each kind an entry: a flood changes nothing. */
export class FeedbackGate {
  private readonly pace = new LRUCache<string, { since: number; count: number }>({ max: MAX_TENANTS });
  private readonly judged = new LRUCache<string, true>({ max: MAX_JUDGED });

  constructor(
    private readonly cache: Pick<SemanticCacheService, 'feedback'>,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError RESOURCE_EXHAUSTED when a tenant judges faster than 60 times a minute */
  async judge(tenant: string, { entry, verdict }: Verdict): Promise<FeedbackReply> {
    this.keepPace(tenant);
    const key = `${tenant} ${entry} ${verdict}`;
    if (this.judged.has(key)) return { recorded: false, evicted: false };
    const reply = await this.cache.feedback(tenant, entry, verdict);
    // Only what counted: an entry that wasn't there may come by another replica.
    if (reply.recorded) this.judged.set(key, true);
    return reply;
  }

  private keepPace(tenant: string): void {
    const now = this.clock.nowMs();
    const known = this.pace.get(tenant);
    // A clock that was set back starts a new minute, too.
    const isNew = !known || now - known.since >= MINUTE_MS || now < known.since;
    const current = isNew ? { since: now, count: 1 } : { since: known.since, count: known.count + 1 };
    if (current.count > VERDICTS_A_MINUTE) {
      const retryAfterSeconds = Math.ceil((current.since + MINUTE_MS - now) / 1000);
      throw new AppError('RESOURCE_EXHAUSTED', `More than ${VERDICTS_A_MINUTE} verdicts a minute; send fewer`, {
        details: { retryAfterSeconds },
      });
    }
    this.pace.set(tenant, current);
  }
}
