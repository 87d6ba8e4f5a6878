import { setTimeout as delay } from 'node:timers/promises';
import type { AcceptedUpload, IndexedUpload, IngestionProgress, KeptUpload } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { type RequestContext, requestFacts } from '@docmind/messaging';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../../config/config.js';
import { IngestionService } from './ingestion.service.js';
import { UploadSpool } from '../uploads/upload-spool.port.js';
import { IngestionJob } from './ingestion-job.js';
import { ReadingTurns } from './reading-turns.js';
import { UploadLedger } from './upload-ledger.js';

type Caller = Pick<RequestContext, 'tenant' | 'requestId' | 'traceparent' | 'signal'>;

const TOLD_EVERY_MS = 3_000;
const LOOK_AGAIN_MS = 100;
const STOPPING = new AppError('UNAVAILABLE', 'The service is stopping; the upload is taken up again when it starts');
const UNWANTED = new AppError('CANCELLED', 'The upload is given up: a newer one came, or the document was deleted');

/** Uploads on their way: a few at a time, the others wait; their senders are told after a while that it takes longer. */
@Injectable()
export class UploadService implements OnModuleDestroy {
  private readonly turns: ReadingTurns;
  private readonly jobs = new Map<string, IngestionJob>();

  constructor(
    private readonly ingestion: IngestionService,
    private readonly ledger: UploadLedger,
    private readonly spool: UploadSpool,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
    private readonly logger: Logger,
  ) {
    const { MAX_CONCURRENT_INGESTIONS: maxConcurrent, INGESTION_QUEUE_LIMIT: queueLimit } = config;
    this.turns = new ReadingTurns({ maxConcurrent, queueLimit });
  }

  /** What is in the background stays written down and in the spool. */
  async onModuleDestroy(): Promise<void> {
    const jobs = [...this.jobs.values()];
    for (const job of jobs) job.stop(STOPPING);
    await Promise.allSettled(jobs.map(({ result }) => result));
  }

  /** @throws AppError as ingestion does, where it fails while its sender waits */
  async take(upload: KeptUpload, context: RequestContext): Promise<IndexedUpload | AcceptedUpload> {
    const job = this.start(upload, context, false);
    const onLeave = () => job.stop(new AppError('CANCELLED', 'The caller went away'));
    context.signal.addEventListener('abort', onLeave, { once: true });
    try {
      return await this.waitFor(job, context);
    } finally {
      context.signal.removeEventListener('abort', onLeave);
    }
  }

  /** Goes on with one whose process ended. */
  resume(upload: KeptUpload, caller: Caller): void {
    if (this.jobs.has(upload.uploadId)) return;
    const job = this.start(upload, caller, true);
    this.follow(job, caller);
  }

  isAtWork(uploadId: string): boolean {
    return this.jobs.has(uploadId);
  }

  /**
   * Nothing of these is worked on here when it resolves, nor in the spool.
   * @param contentHashes all that the tenant sends where they are left out
   * @param uploadIds whose process ended
   */
  async giveUp(tenant: string, contentHashes: readonly string[] | undefined, uploadIds: readonly string[]): Promise<void> {
    const isMeant = ({ upload }: IngestionJob): boolean => contentHashes === undefined || contentHashes.includes(upload.contentHash);
    const jobs = [...this.jobs.values()].filter((job) => job.tenant === tenant && isMeant(job));
    for (const job of jobs) job.stop(UNWANTED);
    await Promise.allSettled(jobs.map(({ result }) => result));
    for (const id of uploadIds) await this.spool.remove(id);
  }

  private start(upload: KeptUpload, caller: Caller, kept: boolean): IngestionJob {
    const job = new IngestionJob(upload, caller.tenant, kept, async (own) => {
      // A turn later, when the constructor is done.
      await Promise.resolve();
      try {
        const indexed = await this.work(own, caller);
        await this.end(own, undefined, caller);
        return indexed;
      } catch (thrown) {
        await this.end(own, toAppError(thrown), caller);
        throw thrown;
      }
    });
    this.jobs.set(upload.uploadId, job);
    return job;
  }

  private async work(job: IngestionJob, caller: Caller): Promise<IndexedUpload> {
    const read = async (beforeRecognition: () => void) => {
      job.begin(beforeRecognition);
      // Written down before the work begins: one that ends this process each time must be known.
      if (job.isInBackground) await this.tell(job, job.progress);
      // From here on: what it waited before is not of its time.
      return this.ingestion.ingest(job.upload, job, job.contextFor(caller, this.config.INGESTION_TIMEOUT_MS));
    };
    return this.turns.within(caller.tenant, job.signal, read, () => job.onProgress({ step: 'waiting', done: 0, total: 0 }));
  }

  private async waitFor(job: IngestionJob, context: RequestContext): Promise<IndexedUpload | AcceptedUpload> {
    let waitMs = this.config.UPLOAD_WAIT_MS;
    for (;;) {
      const indexed = await within(job.result, waitMs);
      if (indexed) return indexed;
      const document = await this.detach(job, context);
      if (document) {
        this.follow(job, context);
        const { ingestion } = document;
        return { outcome: 'accepted', document: { ...document, ...(ingestion && { ingestion: { ...ingestion, ...job.progress } }) } };
      }
      waitMs = LOOK_AGAIN_MS;
    }
  }

  /** Where it can't be written down nobody could ask about it: then it is given up, and its sender told. */
  private async detach(job: IngestionJob, context: RequestContext) {
    try {
      return await job.detach(() => this.ledger.keep(job.upload, context));
    } catch (thrown) {
      job.stop(toAppError(thrown));
      throw thrown;
    }
  }

  /** Says regularly how far it is, which also says that it is worked on. */
  private follow(job: IngestionJob, caller: Caller): void {
    // At once, so that what is read isn't said to wait; and until its turn it only waits, which is no try.
    void this.tellProgress(job, caller);
    const timer = setInterval(() => void this.tellProgress(job, caller), TOLD_EVERY_MS);
    const stop = () => clearInterval(timer);
    job.result.then(stop, stop);
  }

  private async tellProgress(job: IngestionJob, caller: Caller): Promise<void> {
    try {
      await this.tell(job, job.progress);
    } catch (thrown) {
      this.note('progress of an upload not written down', caller, thrown);
    }
  }

  private async tell(job: IngestionJob, progress: IngestionProgress): Promise<void> {
    if (!(await this.ledger.progress(job.upload.uploadId, progress))) job.stop(UNWANTED);
  }

  /** Never throws. Before anybody hears of the result: what follows must find nothing of it. */
  private async end(job: IngestionJob, failure: AppError | undefined, caller: Caller): Promise<void> {
    const { uploadId } = job.upload;
    try {
      // What only was interrupted is taken up again by whoever looks for such.
      if (failure && job.isInBackground && failure.retryable) return this.note('upload interrupted', caller, failure);
      if (failure && job.isInBackground) await this.ledger.fail(uploadId, failure);
      await this.spool.remove(uploadId);
    } catch (thrown) {
      this.note('the end of an upload not written down', caller, thrown);
    } finally {
      this.jobs.delete(uploadId);
    }
  }

  private note(msg: string, caller: Caller, thrown: unknown): void {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.logger.warn({ msg, ...requestFacts({ ...caller, deadline: 0 }), reason });
  }
}

/** Undefined where it takes longer. */
async function within<T>(result: Promise<T>, ms: number): Promise<T | undefined> {
  const stop = new AbortController();
  try {
    return await Promise.race([result, delay(ms, undefined, { signal: stop.signal })]);
  } finally {
    stop.abort();
  }
}
