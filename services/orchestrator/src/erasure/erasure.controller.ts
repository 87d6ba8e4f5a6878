import { Readable } from 'node:stream';
import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type ErasureReply, type ErasureRequest, erasureRequestSchema, type ExportQuery, exportQuerySchema } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Header, HttpCode, Post, Query, StreamableFile } from '@nestjs/common';
import { ErasureService } from './erasure.service.js';
import { ExportService } from './export.service.js';

const LINES_MEDIA_TYPE = 'application/x-ndjson';

@Controller()
export class ErasureController {
  constructor(
    private readonly erasure: ErasureService,
    private readonly exporting: ExportService,
  ) {}

  @Post('erasures')
  @HttpCode(200)
  erase(@Body(new ZodPipe(erasureRequestSchema)) request: ErasureRequest, @HttpContext() context: RequestContext): Promise<ErasureReply> {
    return this.erasure.erase(request, context);
  }

  @Get('export')
  @Header('content-type', LINES_MEDIA_TYPE)
  async export(@Query(new ZodPipe(exportQuerySchema)) query: ExportQuery, @HttpContext() context: RequestContext): Promise<StreamableFile> {
    const lines = await this.exporting.open(query, context);
    return new StreamableFile(Readable.from(lines, { objectMode: false }), { type: LINES_MEDIA_TYPE });
  }
}
