import {
  documentListSchema,
  documentQuerySchema,
  type McpIngest,
  mcpIngestedSchema,
  mcpIngestSchema,
  mcpPassagesSchema,
  mcpReadSchema,
  type UploadReply,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import type { RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { UploadService } from '../documents/background/upload.service.js';
import { DocumentsService } from '../documents/documents.service.js';
import { receiveContent } from '../documents/uploads/upload-form.js';
import { UploadSpool } from '../documents/uploads/upload-spool.port.js';
import { DocumentReader } from './document-reader.js';
import { joinedText, listText } from './mcp-text.policy.js';
import { mcpTool } from './mcp-tool.js';

/** The documents as such: which there are, what stands in one, and a new one. */
@Injectable()
export class DocumentTools {
  constructor(
    private readonly documents: DocumentsService,
    private readonly reader: DocumentReader,
    private readonly uploads: UploadService,
    private readonly spool: UploadSpool,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  readonly tools = [
    mcpTool({
      name: 'list_documents',
      title: 'List the documents',
      description: 'The documents by path, a page at a time: all, those with a tag, or those under a folder.',
      roles: ['query', 'ingest'],
      hints: { readOnlyHint: true },
      input: documentQuerySchema,
      output: documentListSchema,
      run: async (given, { context }) => {
        const value = await this.documents.list(given, context);
        return { value, text: listText(value.documents, given) };
      },
    }),
    mcpTool({
      name: 'read_document',
      title: 'Read a document',
      description: "A document's own text, passage by passage in their order. Neighbours may share a sentence.",
      roles: ['query'],
      hints: { readOnlyHint: true },
      input: mcpReadSchema,
      output: mcpPassagesSchema,
      run: async (given, { context }) => {
        const read = await this.reader.passages(given, context);
        const value = mcpPassagesSchema.parse(read);
        const more = value.next === undefined ? '' : `\n\n[Go on with from: ${value.next}]`;
        return { value, text: joinedText(read.passages) + more };
      },
    }),
    mcpTool({
      name: 'ingest_document',
      title: 'Add or replace a document',
      description:
        'Takes a document in, so that questions can be asked about it; one of the same path is replaced. Give its text, or its bytes as base64 ' +
        'for formats such as PDF. At most about 3 MB; larger files go to POST /documents or `docmind ingest`.',
      roles: ['ingest'],
      hints: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
      input: mcpIngestSchema,
      output: mcpIngestedSchema,
      run: async (given, { context }) => {
        const value = mcpIngestedSchema.parse(await this.ingest(given, context));
        return { value, text: `${value.document.path}: ${value.outcome}` };
      },
    }),
  ];

  private async ingest({ path, text, base64, tags }: McpIngest, context: RequestContext): Promise<UploadReply> {
    if ((text === undefined) === (base64 === undefined))
      throw new AppError('INVALID_ARGUMENT', 'The document needs either "text" or "base64", and not both');
    const content = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text);
    const upload = await receiveContent({ path, tags, content }, this.spool, this.config.UPLOAD_LIMIT_BYTES);
    return this.uploads.take(upload, context);
  }
}
