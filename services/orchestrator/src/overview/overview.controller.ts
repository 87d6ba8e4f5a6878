import { HttpContext } from '@docmind/bootstrap';
import type { Overview } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Controller, Get } from '@nestjs/common';
import { OverviewService } from './overview.service.js';

@Controller('overview')
export class OverviewController {
  constructor(private readonly overviews: OverviewService) {}

  @Get()
  overview(@HttpContext() context: RequestContext): Promise<Overview> {
    return this.overviews.overview(context);
  }
}
