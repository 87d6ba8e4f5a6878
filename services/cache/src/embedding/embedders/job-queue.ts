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

/** First in, first out. */
export class JobQueue<R> {
  private readonly waiting: Job<R>[] = [];

  get depth(): number {
    return this.waiting.length;
  }

  add(task: EmbeddingTask, signal?: AbortSignal): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ task, signal, resolve, reject });
    });
  }

  /** The job to work on now, undefined where none waits. Those nobody waits for any more are dropped on the way. */
  take(): Job<R> | undefined {
    for (;;) {
      const job = this.waiting.shift();
      if (!job?.signal?.aborted) return job;
      job.reject(new AppError('CANCELLED', 'The caller went away before its text was embedded'));
    }
  }

  rejectAll(error: unknown): void {
    for (const job of this.waiting.splice(0)) job.reject(error);
  }
}
