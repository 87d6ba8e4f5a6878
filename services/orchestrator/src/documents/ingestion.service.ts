import { randomUUID } from 'node:crypto';
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
import { mediaTypeOf } from './uploads/media-type.policy.js';
import type { ReceivedDocument } from './uploads/upload-form.js';
import { UploadSpool } from './uploads/upload-spool.port.js';

type DoneFrame = Extract<IngestionFrame, { type: 'done' }>;
/** The way of a document: spool, recall what is known of its content, else process (cached steps), stage in batches, index in one transaction. */
@Injectable()
export class IngestionService {
  constructor(
    private readonly client: MessageClient,
    private readonly spool: UploadSpool,
    @Inject(INSTANCE_ID) private readonly instance: string,
    private readonly logger: Logger,
  ) {}

  /** The upload is no longer in the spool afterwards, however it went. */
  async ingest(received: ReceivedDocument, context: RequestContext): Promise<UploadReply> {
    const startedAt = performance.now();
    try {
      const mediaType = mediaTypeOf(received.path, received.upload.head);
      const ingested = (await this.recall(received, mediaType, context)) ?? (await this.process(received, mediaType, context));
      this.report(ingested, performance.now() - startedAt, context);
      return ingested;
    } finally {
      await this.spool.remove(received.upload.id);
    }
  }

  private async recall(
    { path, tags, upload }: ReceivedDocument,
    mediaType: MediaType,
    context: RequestContext,
  ): Promise<UploadReply | undefined> {
    const { fingerprint } = await this.client.call(cacheIngestionFingerprint, { mediaType }, context);
    const known = { path, tags: tags && [...tags], contentHash: upload.contentHash, fingerprint };
    const { recalled } = await this.client.call(persistenceDocumentRecall, known, context);
    return recalled && { ...recalled, cachedSteps: ingestionStepSchema.options };
  }

  private async process({ path, tags, upload }: ReceivedDocument, mediaType: MediaType, context: RequestContext): Promise<UploadReply> {
    const { contentHash, sizeBytes } = upload;
    const source = { instance: this.instance, uploadId: upload.id };
    const stagingId = randomUUID();
    let done: DoneFrame | undefined;
    for await (const frame of this.client.stream(
      cacheIngestionProcess,
      { name: path, mediaType, contentHash, sizeBytes, source },
      context,
    )) {
      if (frame.type === 'done') {
        done = frame;
        break;
      }
      for (const chunks of chunkBatches(frame.chunks)) await this.client.call(persistenceDocumentStage, { stagingId, chunks }, context);
    }
    if (done === undefined) throw new AppError('UNAVAILABLE', `${path} was not read to its end: the cache service stopped in between`);
    if (done.chunkCount === 0) throw new AppError('INVALID_ARGUMENT', `${path} holds no text that could be read`);
    const { pages, chunkCount, dimensions, embedder, fingerprint, cachedSteps } = done;
    const facts = { stagingId, path, tags: tags && [...tags], mediaType, contentHash, sizeBytes };
    const index = { ...facts, pages, chunkCount, dimensions, embedder, fingerprint };
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
