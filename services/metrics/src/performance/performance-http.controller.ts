import { Controller, Get } from '@nestjs/common';
import { PerformanceService } from './performance.service.js';

@Controller('performance')
export class PerformanceHttpController {
  constructor(private readonly performance: PerformanceService) {}

  @Get()
  async snapshot() {
    return this.performance.snapshot();
  }
}
