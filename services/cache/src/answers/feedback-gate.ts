import { AppError } from '@docmind/errors';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../monitoring/clock.js';
import { AnswerFeedback } from './answer-feedback.js';
import type { FeedbackReply, FeedbackRequest } from './answer-requests.js';

export type Verdict = Omit<FeedbackRequest, 'tenant'>;

/** People send fewer. This many can neither move a calibration far nor empty a cache. */
const VERDICTS_A_MINUTE = 60;
const MINUTE_MS = 60_000;
const MAX_TENANTS = 10_000;
const MAX_TAKEN = 10_000;

/** Lets verdicts through at the pace of people, and of each entry one wrong and one right: a flood changes nothing. */
@Injectable()
export class FeedbackGate {
  private readonly pace = new LRUCache<string, { since: number; count: number }>({ max: MAX_TENANTS });
  private readonly taken = new LRUCache<string, true>({ max: MAX_TAKEN });

  constructor(
    @Inject(AnswerFeedback) private readonly feedback: Pick<AnswerFeedback, 'take'>,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError RESOURCE_EXHAUSTED when a tenant sends more than 60 verdicts a minute */
  async take(tenant: string, { entry, verdict }: Verdict): Promise<FeedbackReply> {
    this.keepPace(tenant);
    const key = `${tenant} ${entry} ${verdict}`;
    if (this.taken.has(key)) return { recorded: false, evicted: false };
    const reply = await this.feedback.take(tenant, entry, verdict);
    // A verdict that wasn't recorded may be sent again: the entry can still arrive from another replica.
    if (reply.recorded) this.taken.set(key, true);
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
