import { randomUUID } from 'node:crypto';
import {
  type IndexedUpload,
  type IngestionFrame,
  type IngestionProgress,
  type KeptUpload,
  cacheIngestionFingerprint,
  cacheIngestionProcess,
  ingestionStepSchema,
  metricsPerformanceRecorded,
  persistenceDocumentIndex,
  persistenceDocumentRecall,
  persistenceDocumentStage,
  stagingPrefixOf,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { INSTANCE_ID, MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { OriginalSender } from '../originals/original-sender.js';
import { chunkBatches } from './chunk-batches.policy.js';

type DoneFrame = Extract<IngestionFrame, { type: 'done' }>;

/** Whoever has a document taken in, and wants to know how far it is. */
export interface IngestionWatcher {
  onProgress(progress: IngestionProgress): void;
  /** The document is a scan. @throws whatever is to end the reading, so that it is begun again later */
  beforeRecognition(): void;
  /** Right before the one transaction. @returns the upload's id where it is worked on in the background by now */
  beforeIndex(): Promise<string | undefined>;
}

function tell(watcher: IngestionWatcher, { step, done, total }: IngestionProgress): void {
  watcher.onProgress({ step, done, total });
  if (step === 'waiting') watcher.beforeRecognition();
}

interface Work {
  readonly stagingId: string;
  readonly upload: KeptUpload;
  readonly watcher: IngestionWatcher;
}

/** The way of a document from the spool: recall what is known of its content, else process (cached steps), stage in batches, index in one transaction. */
@Injectable()
export class IngestionService {
  constructor(
    private readonly client: MessageClient,
    @Inject(INSTANCE_ID) private readonly instance: string,
    private readonly originals: OriginalSender,
    private readonly logger: Logger,
  ) {}

  async ingest(upload: KeptUpload, watcher: IngestionWatcher, context: RequestContext): Promise<IndexedUpload> {
    const startedAt = performance.now();
    const stagingId = `${stagingPrefixOf(upload.contentHash)}${randomUUID()}`;
    // What is known of the content doesn't say how it came: then it goes the long way, whose steps are cached.
    const recalled = (await this.originals.isWanted(upload, context)) ? undefined : await this.recall(upload, watcher, context);
    const ingested = recalled ?? (await this.process({ stagingId, upload, watcher }, context));
    this.report(ingested, performance.now() - startedAt, context);
    return ingested;
  }

  private async recall(
    { path, tags, mediaType, contentHash }: KeptUpload,
    watcher: IngestionWatcher,
    context: RequestContext,
  ): Promise<IndexedUpload | undefined> {
    const { fingerprint } = await this.client.call(cacheIngestionFingerprint, { mediaType }, context);
    const known = { path, tags, contentHash, fingerprint, uploadId: await watcher.beforeIndex() };
    const { recalled } = await this.client.call(persistenceDocumentRecall, known, context);
    return recalled && { ...recalled, cachedSteps: ingestionStepSchema.options };
  }

  private async process(work: Work, context: RequestContext): Promise<IndexedUpload> {
    const { stagingId, upload, watcher } = work;
    const { path, tags, mediaType, contentHash, sizeBytes } = upload;
    const done = await this.stage(work, context);
    if (done.chunkCount === 0) throw new AppError('INVALID_ARGUMENT', `${path} holds no text that could be read`);
    await this.originals.send(upload, stagingId, context);
    const { pages, chunkCount, dimensions, embedder, fingerprint, cachedSteps } = done;
    watcher.onProgress({ step: 'index', done: chunkCount, total: chunkCount });
    const facts = { stagingId, path, tags, mediaType, contentHash, sizeBytes, uploadId: await watcher.beforeIndex() };
    const index = { ...facts, pages, chunkCount, dimensions, embedder, fingerprint };
    return { ...(await this.client.call(persistenceDocumentIndex, index, context)), cachedSteps };
  }

  private async stage({ stagingId, upload, watcher }: Work, context: RequestContext): Promise<DoneFrame> {
    const { uploadId, path: name, mediaType, contentHash, sizeBytes } = upload;
    const source = { instance: this.instance, uploadId };
    watcher.onProgress({ step: 'parse', done: 0, total: 0 });
    for await (const frame of this.client.stream(cacheIngestionProcess, { name, mediaType, contentHash, sizeBytes, source }, context)) {
      if (frame.type === 'done') return frame;
      if (frame.type === 'progress') tell(watcher, frame);
      else
        for (const chunks of chunkBatches(frame.chunks)) await this.client.call(persistenceDocumentStage, { stagingId, chunks }, context);
    }
    throw new AppError('UNAVAILABLE', `${name} was not read to its end: the cache service stopped in between`);
  }

  private report({ document, outcome, cachedSteps }: IndexedUpload, latencyMs: number, context: RequestContext): void {
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
