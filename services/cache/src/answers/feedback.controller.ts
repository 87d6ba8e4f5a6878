import { type CacheCheck, cacheSemanticCheck, cacheSemanticFeedback, type CheckVerdict } from '@docmind/contracts';
import { Handles } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import { ShadowChecks } from '../checking/shadow/shadow-checks.js';
import type { FeedbackReply, FeedbackRequest } from './answer-requests.js';
import { FeedbackGate } from './feedback-gate.js';

/** Verdicts on answers that were given. */
@Controller()
export class FeedbackController {
  constructor(
    private readonly gate: FeedbackGate,
    private readonly shadows: ShadowChecks,
  ) {}

  /** Whoever passes it on has checked the role of the caller. */
  @Handles(cacheSemanticFeedback)
  feedback({ tenant, ...verdict }: FeedbackRequest): Promise<FeedbackReply> {
    return this.gate.take(tenant, verdict);
  }

  /** Of a hit that was handed out with `check`, by whoever answered the question anew. */
  @Handles(cacheSemanticCheck)
  async check(request: CacheCheck): Promise<{ verdict: CheckVerdict }> {
    return { verdict: await this.shadows.check(request) };
  }
}
