import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import {
  type DocumentChange,
  type DocumentChanged,
  documentChangeSchema,
  type DocumentDeleted,
  type DocumentList,
  type DocumentPassages,
  type DocumentQuery,
  documentQuerySchema,
  type DocumentView,
  type Page,
  pageSchema,
  type UploadReply,
} from '@docmind/contracts';
import { newRequestContext, type RequestContext } from '@docmind/messaging';
import { Body, Controller, Delete, Get, Headers, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { UploadService } from './background/upload.service.js';
import { streamDocument } from './document-events.js';
import { DocumentsService } from './documents.service.js';
import { type MultipartRequest, receiveUpload } from './uploads/upload-form.js';
import { UploadSpool } from './uploads/upload-spool.port.js';

const STATUSES: Readonly<Record<UploadReply['outcome'], number>> = { created: 201, replaced: 200, unchanged: 200, accepted: 202 };

@Controller('documents')
export class DocumentsController {
  constructor(
    private readonly uploads: UploadService,
    private readonly documents: DocumentsService,
    private readonly spool: UploadSpool,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  @Post()
  async upload(
    @Req() request: MultipartRequest,
    @HttpContext() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadReply> {
    const taken = await this.uploads.take(await receiveUpload(request, this.spool, this.config.UPLOAD_LIMIT_BYTES), context);
    reply.status(STATUSES[taken.outcome]);
    if (taken.outcome === 'accepted') reply.header('location', `/documents/${taken.document.id}`);
    return taken;
  }

  @Get()
  list(@Query(new ZodPipe(documentQuerySchema)) query: DocumentQuery, @HttpContext() context: RequestContext): Promise<DocumentList> {
    return this.documents.list(query, context);
  }

  @Get(':id')
  async get(
    @Param('id') id: string,
    @Headers('accept') accept: string | undefined,
    @HttpContext() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocumentView | undefined> {
    const view = await this.documents.get(id, context);
    if (!accept?.includes('text/event-stream')) return view;
    await streamDocument(view, () => this.documents.get(id, newRequestContext({ tenant: context.tenant })), reply);
    return undefined;
  }

  @Get(':id/passages')
  passages(
    @Param('id') id: string,
    @Query(new ZodPipe(pageSchema)) page: Page,
    @HttpContext() context: RequestContext,
  ): Promise<DocumentPassages> {
    return this.documents.passages(id, page, context);
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
