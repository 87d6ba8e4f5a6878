import { AppError } from '@docmind/errors';

/** What the model is to do with a text: one vector, or one a token; or it is only counted. */
export interface EmbeddingTask {
  readonly text: string;
  readonly tokens?: true;
  readonly count?: true;
}

interface Job<R> {
  readonly task: EmbeddingTask;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (reply: R) => void;
  readonly reject: (error: unknown) => void;
}
export type Lane = 'waited' | 'background';

/** First in, first out in two lanes, one job at a time: a question never waits behind a whole document. */
export class JobQueue<R> {
  private readonly lanes: Record<Lane, Job<R>[]> = { waited: [], background: [] };
  private running: Job<R> | undefined;

  get depth(): number {
    return this.lanes.waited.length + this.lanes.background.length + (this.running ? 1 : 0);
  }

  add(task: EmbeddingTask, lane: Lane, signal?: AbortSignal): Promise<R> {
    return new Promise((resolve, reject) => {
      this.lanes[lane].push({ task, signal, resolve, reject });
    });
  }

  /** The task to work on now; undefined while one is running or none waits. Jobs nobody waits for any more are dropped on the way. */
  start(): EmbeddingTask | undefined {
    if (this.running) return undefined;
    for (;;) {
      const job = this.lanes.waited.shift() ?? this.lanes.background.shift();
      if (!job) return undefined;
      if (job.signal?.aborted) {
        job.reject(new AppError('CANCELLED', 'The caller went away before its text was embedded'));
        continue;
      }
      this.running = job;
      return job.task;
    }
  }

  resolve(reply: R): void {
    this.running?.resolve(reply);
    this.running = undefined;
  }

  reject(error: unknown): void {
    this.running?.reject(error);
    this.running = undefined;
  }

  rejectAll(error: unknown): void {
    this.reject(error);
    for (const lane of Object.values(this.lanes)) for (const job of lane.splice(0)) job.reject(error);
  }
}
