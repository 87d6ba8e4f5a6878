import type { DocumentView, IndexedUpload, IngestionProgress, KeptUpload } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { newRequestContext, type RequestContext } from '@docmind/messaging';
import type { IngestionWatcher } from './ingestion.service.js';

/** One upload on its way. Its sender waits for it at first; from `detach` on it goes its way alone. */
export class IngestionJob implements IngestionWatcher {
  progress: IngestionProgress = { step: 'waiting', done: 0, total: 0 };
  readonly result: Promise<IndexedUpload>;
  private readonly stopping = new AbortController();
  private kept: Promise<unknown> | undefined;
  private isIndexing = false;
  beforeRecognition: () => void = () => undefined;

  /**
   * @param kept true for one that is in the background from the start
   * @param work what is to be done, as soon as there is room for it
   */
  constructor(
    readonly upload: KeptUpload,
    readonly tenant: string,
    kept: boolean,
    work: (job: IngestionJob) => Promise<IndexedUpload>,
  ) {
    if (kept) this.kept = Promise.resolve();
    this.result = work(this);
    // Who waits gets it all the same; a job that is alone must not end the process.
    this.result.catch(() => undefined);
  }

  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  get isInBackground(): boolean {
    return this.kept !== undefined;
  }

  /** What could be recalled of the content was not enough: it goes the long way. */
  onProgress(progress: IngestionProgress): void {
    this.isIndexing = false;
    this.progress = progress;
  }

  /** @param beforeRecognition throws where the words of another are recognised */
  begin(beforeRecognition: () => void): void {
    this.beforeRecognition = beforeRecognition;
    this.onProgress({ step: 'parse', done: 0, total: 0 });
  }

  async beforeIndex(): Promise<string | undefined> {
    await this.kept;
    this.isIndexing = true;
    return this.isInBackground ? this.upload.uploadId : undefined;
  }

  /** Nobody waits from here on. @returns undefined when it is all but done: waiting is shorter then */
  async detach(keep: () => Promise<DocumentView>): Promise<DocumentView | undefined> {
    if (this.isIndexing) return undefined;
    const keeping = keep();
    this.kept = keeping;
    return keeping;
  }

  stop(reason: AppError): void {
    this.stopping.abort(reason);
  }

  contextFor(
    { tenant, requestId, traceparent }: Pick<RequestContext, 'tenant' | 'requestId' | 'traceparent'>,
    limitMs: number,
  ): RequestContext {
    return newRequestContext({ tenant, requestId, traceparent, deadline: Date.now() + limitMs, signal: this.signal });
  }
}
