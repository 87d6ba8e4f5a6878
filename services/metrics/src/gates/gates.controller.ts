import { type FiguresReport, type GatesReport, metricsFiguresReported, metricsGatesReport } from '@docmind/contracts';
import { Handles, type RequestContext } from '@docmind/messaging';
import { Controller, Get } from '@nestjs/common';
import { GatesService } from './gates.service.js';

@Controller('gates')
export class GatesController {
  constructor(private readonly gates: GatesService) {}

  @Get()
  report(): GatesReport {
    return this.gates.report();
  }

  @Handles(metricsGatesReport)
  async asked(_request: object, _context: RequestContext): Promise<GatesReport> {
    return this.gates.report();
  }

  @Handles(metricsFiguresReported)
  async reported(report: FiguresReport, _context: RequestContext): Promise<void> {
    this.gates.hear(report);
  }
}
