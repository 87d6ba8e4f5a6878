import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import {
  type PerformanceHistory,
  type PerformanceHistoryQuery,
  performanceHistoryQuerySchema,
  type PerformanceSnapshot,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SAMPLER_RULES, type SamplerRules } from '../resources/resource-sampler.service.js';
import { PerformanceHistoryService } from './performance-history.service.js';
import { PerformanceService } from './performance.service.js';
import { streamPerformance } from './performance-stream.js';

@Controller('performance')
export class PerformanceHttpController {
  constructor(
    private readonly performance: PerformanceService,
    private readonly past: PerformanceHistoryService,
    @Inject(SAMPLER_RULES) private readonly rules: SamplerRules,
  ) {}

  @Get()
  async snapshot(): Promise<PerformanceSnapshot> {
    return this.performance.snapshot();
  }

  @Get('history')
  history(
    @Query(new ZodPipe(performanceHistoryQuerySchema)) query: PerformanceHistoryQuery,
    @HttpContext() context: RequestContext,
  ): Promise<PerformanceHistory> {
    return this.past.history(query, context);
  }

  @Get('stream')
  stream(@HttpContext() { signal }: RequestContext, @Res() reply: FastifyReply): void {
    streamPerformance(this.performance, this.rules.intervalMs, signal, reply);
  }
}
