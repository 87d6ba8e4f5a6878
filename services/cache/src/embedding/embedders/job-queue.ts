import { setMaxListeners } from 'node:events';
import { AppError } from '@docmind/errors';

/** What the model is to do with a text: one vector, or one a token; or it is only counted. */
export interface EmbeddingTask {
  readonly text: string;
  readonly tokens?: true;
  readonly count?: true;
}

export interface Job<R> {
  readonly task: EmbeddingTask;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (reply: R) => void;
  readonly reject: (error: unknown) => void;
}

/** First in, first out. Who leaves while waiting is told at once, and is no longer counted. */
export class JobQueue<R> {
  private readonly waiting = new Set<Job<R>>();

  get depth(): number {
    return this.waiting.size;
  }

  add(task: EmbeddingTask, signal?: AbortSignal): Promise<R> {
    if (signal?.aborted) return Promise.reject(left());
    // All the texts of one request wait under its one signal.
    if (signal) setMaxListeners(0, signal);
    return new Promise((resolve, reject) => {
      const leave = () => this.waiting.delete(job) && reject(left());
      // A signal may outlive many jobs: none keeps its listener once it is settled.
      const settled = () => signal?.removeEventListener('abort', leave);
      const job: Job<R> = {
        task,
        signal,
        resolve: (reply) => (settled(), resolve(reply)),
        reject: (error) => (settled(), reject(error as Error)),
      };
      this.waiting.add(job);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  /** The job to work on now, undefined where none waits. */
  take(): Job<R> | undefined {
    for (const job of this.waiting) {
      this.waiting.delete(job);
      return job;
    }
    return undefined;
  }

  rejectAll(error: unknown): void {
    const all = [...this.waiting];
    this.waiting.clear();
    for (const job of all) job.reject(error);
  }
}

const left = () => new AppError('CANCELLED', 'The caller went away before its text was embedded');
