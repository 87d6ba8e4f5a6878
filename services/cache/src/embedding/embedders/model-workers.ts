import type { AppError } from '@docmind/errors';
import { type EmbeddingTask, JobQueue } from './job-queue.js';
import { type ModelOptions, ModelWorker, type WorkerReply } from './model-worker.js';

/** Another worker takes as long to load its model as one takes for about so many texts. */
const WORTH_ANOTHER = 8;

export interface ModelWorkersOptions extends ModelOptions {
  readonly most: number;
  /** A worker without work for so long gives its memory back; it stays where nothing is said. */
  readonly idleMs?: number;
}

/** Workers on one queue. The first is started by the first job, others by a queue that is worth it; one that dies fails its job only. */
export class ModelWorkers {
  private readonly queue = new JobQueue<WorkerReply>();
  private readonly workers = new Map<ModelWorker, NodeJS.Timeout | undefined>();
  private most: number;

  constructor(private readonly options: ModelWorkersOptions) {
    this.most = options.most;
  }

  work(task: EmbeddingTask, signal?: AbortSignal): Promise<WorkerReply> {
    const job = this.queue.add(task, signal);
    this.startNext();
    return job;
  }

  async close(error: AppError): Promise<void> {
    this.queue.rejectAll(error);
    await Promise.all(Array.from(this.workers.keys(), (worker) => this.end(worker, error)));
  }

  private startNext(): void {
    for (const worker of this.workers.keys()) {
      const job = worker.isFree ? this.queue.take() : undefined;
      if (!job) continue;
      clearTimeout(this.workers.get(worker));
      worker.run(job);
    }
    // What kept one from starting may be gone when there is as much to do again.
    if (this.queue.depth === 0) this.most = this.options.most;
    const wanted = this.queue.depth > this.workers.size * WORTH_ANOTHER;
    if (wanted && this.workers.size < this.most) this.startWorker();
  }

  private startWorker(): void {
    const worker = new ModelWorker(this.options, {
      onFree: () => this.onFree(worker),
      onDeath: (error) => this.onDeath(worker, error),
    });
    this.workers.set(worker, undefined);
  }

  private onFree(worker: ModelWorker): void {
    this.startNext();
    const { idleMs } = this.options;
    if (!worker.isFree || idleMs === undefined) return;
    this.workers.set(worker, setTimeout(() => void this.end(worker), idleMs).unref());
  }

  private async end(worker: ModelWorker, error?: AppError): Promise<void> {
    clearTimeout(this.workers.get(worker));
    this.workers.delete(worker);
    await worker.close(error);
  }

  private onDeath(worker: ModelWorker, error: AppError): void {
    this.workers.delete(worker);
    if (!worker.isReady) this.onFailedStart(error);
    if (this.queue.depth > 0) this.startNext();
  }

  /** A worker that can't even start would be started for ever by the jobs that wait for it. Where others work, they go on without it. */
  private onFailedStart(error: AppError): void {
    if (this.workers.size > 0) this.most = this.workers.size;
    else this.queue.rejectAll(error);
  }
}
