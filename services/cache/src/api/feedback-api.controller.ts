import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type CacheStats, type FeedbackBody, feedbackBodySchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { FeedbackReply } from '../answers/answer-requests.js';
import { FeedbackGate } from '../answers/feedback-gate.js';
import { HitLearning } from '../checking/learning/hit-learning.js';

/** Verdicts on answers that were given, and what they moved. */
@Controller()
export class FeedbackApiController {
  constructor(
    private readonly gate: FeedbackGate,
    private readonly learning: HitLearning,
  ) {}

  @Post(['cache/feedback', 'feedback'])
  @HttpCode(200)
  feedback(@Body(new ZodPipe(feedbackBodySchema)) body: FeedbackBody, @HttpContext() { tenant }: RequestContext): Promise<FeedbackReply> {
    return this.gate.take(tenant, body);
  }

  /** For all tenants: there is one calibration. */
  @Post('cache/calibration/reset')
  @HttpCode(200)
  async resetCalibration(@HttpContext() { tenant }: RequestContext): Promise<CacheStats['calibration']> {
    await this.learning.reset();
    return this.learning.figures(tenant);
  }
}
