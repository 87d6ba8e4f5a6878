import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type Page, pageSchema, type UploadList } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Controller, Get, Query } from '@nestjs/common';
import { DocumentsService } from './documents.service.js';

@Controller('uploads')
export class UploadsController {
  constructor(private readonly documents: DocumentsService) {}

  @Get()
  list(@Query(new ZodPipe(pageSchema)) page: Page, @HttpContext() context: RequestContext): Promise<UploadList> {
    return this.documents.uploads(page, context);
  }
}
