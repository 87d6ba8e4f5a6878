import { HttpContext } from '@docmind/bootstrap';
import type { QueryTrace } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Controller, Get, Param } from '@nestjs/common';
import { TraceService } from './trace.service.js';

@Controller('queries')
export class TraceController {
  constructor(private readonly traces: TraceService) {}

  @Get(':id/trace')
  trace(@Param('id') id: string, @HttpContext() context: RequestContext): QueryTrace {
    return this.traces.find(id, context);
  }
}
