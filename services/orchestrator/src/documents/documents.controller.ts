import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import {
  type DocumentChange,
  type DocumentChanged,
  documentChangeSchema,
  type DocumentDeleted,
  type DocumentList,
  type DocumentQuery,
  documentQuerySchema,
  type StoredDocument,
  type UploadReply,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { DocumentsService } from './documents.service.js';
import { IngestionService } from './ingestion.service.js';
import { type MultipartRequest, receiveUpload } from './uploads/upload-form.js';
import { UploadSpool } from './uploads/upload-spool.port.js';

@Controller('documents')
export class DocumentsController {
  constructor(
    private readonly ingestion: IngestionService,
    private readonly documents: DocumentsService,
    private readonly spool: UploadSpool,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  @Post()
  async upload(
    @Req() request: MultipartRequest,
    @HttpContext() context: RequestContext,
    @Res({ passthrough: true }) reply: { status(code: number): unknown },
  ): Promise<UploadReply> {
    const deadline = Date.now() + this.config.INGESTION_TIMEOUT_MS;
    const received = await receiveUpload(request, this.spool, this.config.UPLOAD_LIMIT_BYTES);
    const ingested = await this.ingestion.ingest(received, { ...context, deadline });
    reply.status(ingested.outcome === 'created' ? 201 : 200);
    return ingested;
  }

  @Get()
  list(@Query(new ZodPipe(documentQuerySchema)) query: DocumentQuery, @HttpContext() context: RequestContext): Promise<DocumentList> {
    return this.documents.list(query, context);
  }

  @Get(':id')
  get(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<StoredDocument> {
    return this.documents.get(id, context);
  }

  @Patch(':id')
  change(
    @Param('id') id: string,
    @Body(new ZodPipe(documentChangeSchema)) change: DocumentChange,
    @HttpContext() context: RequestContext,
  ): Promise<DocumentChanged> {
    return this.documents.change(id, change, context);
  }

  @Delete(':id')
  delete(@Param('id') id: string, @HttpContext() context: RequestContext): Promise<DocumentDeleted> {
    return this.documents.delete(id, context);
  }
}
