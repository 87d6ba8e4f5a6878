import { type CacheStats } from '@docmind/contracts';
import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { SemanticCacheService } from './semantic-cache.service.js';

const feedbackSchema = z.strictObject({ entry: z.string().min(1).max(64), verdict: z.enum(['wrong', 'right']) });

@Controller()
export class CacheHttpController {
  constructor(private readonly cache: SemanticCacheService) {}

  @Get('cache/stats')
  stats(): CacheStats {
    return this.cache.stats();
  }

  @Post('feedback')
  @HttpCode(200)
  feedback(
    @Body(new ZodPipe(feedbackSchema)) body: z.infer<typeof feedbackSchema>,
    @HttpContext() context: RequestContext,
  ): Promise<{ recorded: boolean; evicted: boolean }> {
    return this.cache.feedback(context.tenant, body.entry, body.verdict);
  }
}
