import { CallerPermit, HttpContext, type Permit, ZodPipe } from '@docmind/bootstrap';
import { type BackendSwitchReply, type BackendSwitchRequest, backendSwitchRequestSchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { OverviewService } from './overview.service.js';

/** As at inference's own door, for the page that reaches none but this one. */
@Controller('backends')
export class EnginesController {
  constructor(private readonly overviews: OverviewService) {}

  @Post('switch')
  @HttpCode(200)
  switchEngine(
    @Body(new ZodPipe(backendSwitchRequestSchema)) wanted: BackendSwitchRequest,
    @HttpContext() context: RequestContext,
    @CallerPermit() permit: Permit,
  ): Promise<BackendSwitchReply> {
    permit.note({ engine: wanted.name });
    return this.overviews.switchEngine(wanted, context);
  }
}
