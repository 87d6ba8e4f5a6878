import { metricsPerformanceRecorded, metricsPerformanceSnapshot } from '@docmind/contracts';

import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { PerformanceService } from './performance.service.js';

@Controller()
export class PerformanceController {
  constructor(private readonly performance: PerformanceService) {}

  @Handles(metricsPerformanceRecorded)
  async recorded(payload: z.infer<typeof metricsPerformanceRecorded.request>, _context: RequestContext): Promise<void> {
    this.performance.record(payload.records);
  }

  @Handles(metricsPerformanceSnapshot)
  async snapshot(_request: z.infer<typeof metricsPerformanceSnapshot.request>, _context: RequestContext) {
    return this.performance.snapshot();
  }
}
