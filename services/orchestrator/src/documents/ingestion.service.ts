import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  type IngestionFrame,
  type MediaType,
  type UploadReply,
  cacheIngestionFingerprint,
  cacheIngestionProcess,
  ingestionStepSchema,
  metricsPerformanceRecorded,
  persistenceDocumentIndex,
  persistenceDocumentRecall,
  persistenceDocumentStage,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { INSTANCE_ID, MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { chunkBatches } from './chunk-batches.policy.js';
import { documentNameOf, mediaTypeOf } from './uploads/media-type.policy.js';
import { type SpooledUpload, UploadSpool } from './uploads/upload-spool.port.js';

type DoneFrame = Extract<IngestionFrame, { type: 'done' }>;
export interface UploadedFile {
  readonly name: string | undefined;
  readonly content: Readable;
  /** True once the content was cut at the limit. */
  readonly isTruncated: () => boolean;
  readonly limitBytes: number;
}

/** The way of a document: spool, recall what is known of its content, else process (cached steps), stage in batches, index in one transaction. */
@Injectable()
export class IngestionService {
  constructor(
    private readonly client: MessageClient,
    private readonly spool: UploadSpool,
    @Inject(INSTANCE_ID) private readonly instance: string,
    private readonly logger: Logger,
  ) {}

  async ingest(file: UploadedFile, context: RequestContext): Promise<UploadReply> {
    const startedAt = performance.now();
    const name = documentNameOf(file.name);
    const upload = await this.spool.write(file.content);
    try {
      if (file.isTruncated()) throw new AppError('INVALID_ARGUMENT', `${name} is larger than the limit of ${file.limitBytes} bytes`);
      const mediaType = mediaTypeOf(name, upload.head);
      const recalled = await this.recall(name, mediaType, upload, context);
      const ingested = recalled ?? (await this.process(name, mediaType, upload, context));
      this.report(ingested, performance.now() - startedAt, context);
      return ingested;
    } finally {
      await this.spool.remove(upload.id);
    }
  }

  private async recall(
    name: string,
    mediaType: MediaType,
    { contentHash }: SpooledUpload,
    context: RequestContext,
  ): Promise<UploadReply | undefined> {
    const { fingerprint } = await this.client.call(cacheIngestionFingerprint, { mediaType }, context);
    const { recalled } = await this.client.call(persistenceDocumentRecall, { name, contentHash, fingerprint }, context);
    return recalled && { ...recalled, cachedSteps: ingestionStepSchema.options };
  }

  private async process(name: string, mediaType: MediaType, upload: SpooledUpload, context: RequestContext): Promise<UploadReply> {
    const { contentHash, sizeBytes } = upload;
    const source = { instance: this.instance, uploadId: upload.id };
    const stagingId = randomUUID();
    let done: DoneFrame | undefined;
    for await (const frame of this.client.stream(cacheIngestionProcess, { name, mediaType, contentHash, sizeBytes, source }, context)) {
      if (frame.type === 'done') {
        done = frame;
        break;
      }
      for (const chunks of chunkBatches(frame.chunks)) await this.client.call(persistenceDocumentStage, { stagingId, chunks }, context);
    }
    if (done === undefined) throw new AppError('UNAVAILABLE', `${name} was not read to its end: the cache service stopped in between`);
    if (done.chunkCount === 0) throw new AppError('INVALID_ARGUMENT', `${name} holds no text that could be read`);
    const { pages, chunkCount, dimensions, embedder, fingerprint, cachedSteps } = done;
    const index = { stagingId, name, mediaType, contentHash, sizeBytes, pages, chunkCount, dimensions, embedder, fingerprint };
    return { ...(await this.client.call(persistenceDocumentIndex, index, context)), cachedSteps };
  }

  private report({ document, outcome, cachedSteps }: UploadReply, latencyMs: number, context: RequestContext): void {
    this.logger.log({
      msg: 'document ingested',
      ...requestFacts(context),
      outcome,
      cachedSteps,
      chunks: document.chunkCount,
      durationMs: Math.round(latencyMs),
    });
    const metrics = { outcome, cachedSteps, sizeBytes: document.sizeBytes, chunkCount: document.chunkCount };
    const record = {
      id: randomUUID(),
      operation: 'ingestion',
      latencyMs,
      tokensProcessed: 0,
      timestamp: new Date().toISOString(),
      metrics,
    };
    this.client
      .publish(metricsPerformanceRecorded, { records: [record] }, context)
      .catch((thrown: unknown) =>
        this.logger.debug({ msg: 'performance record not sent', ...requestFacts(context), reason: String(thrown) }),
      );
  }
}
