import { persistencePerformanceAppend, persistencePerformanceList } from '@docmind/contracts';

import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { PerformanceService } from './performance.service.js';

@Controller()
export class PerformanceController {
  constructor(private readonly performance: PerformanceService) {}

  @Handles(persistencePerformanceAppend)
  async append(request: z.infer<typeof persistencePerformanceAppend.request>, _context: RequestContext) {
    return this.performance.append(request.records);
  }

  @Handles(persistencePerformanceList)
  async list(request: z.infer<typeof persistencePerformanceList.request>, _context: RequestContext) {
    return this.performance.list(request);
  }
}
