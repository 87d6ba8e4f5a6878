import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type DocumentDeleted, type DocumentList, type Page, pageSchema, type StoredDocument, type UploadReply } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Controller, Delete, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { DocumentsService } from './documents.service.js';
import { IngestionService } from './ingestion.service.js';
import { fileOf, type MultipartRequest } from './multipart-file.js';

@Controller('documents')
export class DocumentsController {
  constructor(
    private readonly ingestion: IngestionService,
    private readonly documents: DocumentsService,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  @Post()
  async upload(
    @Req() request: MultipartRequest,
    @HttpContext() context: RequestContext,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<UploadReply> {
    const deadline = Date.now() + this.config.INGESTION_TIMEOUT_MS;
    const ingested = await this.ingestion.ingest(await fileOf(request, this.config.UPLOAD_LIMIT_BYTES), { ...context, deadline });
    reply.status(ingested.outcome === 'created' ? 201 : 200);
    return ingested;
  }

  @Get()
  list(@Query(new ZodPipe(pageSchema)) page: Page, @HttpContext() context: RequestContext): Promise<DocumentList> {
    return this.documents.list(page, context);
  }

  @Get(':id')
  get(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<StoredDocument> {
    return this.documents.get(id, context);
  }

  @Delete(':id')
  delete(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<DocumentDeleted> {
    return this.documents.delete(id, context);
  }
}
