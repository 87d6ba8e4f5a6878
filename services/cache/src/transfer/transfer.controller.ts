import { Readable } from 'node:stream';
import { HttpContext } from '@docmind/bootstrap';
import type { CacheImportReply } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, Header, HttpCode, Post, StreamableFile } from '@nestjs/common';
import { TransferService } from './transfer.service.js';

/** JSON a line. The door hands bodies of this type on as streams. */
export const LINES_MEDIA_TYPE = 'application/x-ndjson';

@Controller('cache')
export class TransferController {
  constructor(private readonly transfer: TransferService) {}

  @Get('export')
  @Header('content-type', LINES_MEDIA_TYPE)
  export(@HttpContext() { tenant }: RequestContext): StreamableFile {
    return new StreamableFile(Readable.from(this.transfer.export(tenant), { objectMode: false }), { type: LINES_MEDIA_TYPE });
  }

  @Post('import')
  @HttpCode(200)
  import(@Body() body: unknown, @HttpContext() { tenant }: RequestContext): Promise<CacheImportReply> {
    if (!(body instanceof Readable)) throw new AppError('INVALID_ARGUMENT', `Send the lines as content-type: ${LINES_MEDIA_TYPE}`);
    return this.transfer.import(tenant, body);
  }
}
