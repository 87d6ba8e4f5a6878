import { AppError } from '@docmind/errors';

interface Job {
  readonly text: string;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (vector: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}
export type Lane = 'waited' | 'background';

/** First in, first out in two lanes, one job at a time: a question never waits behind a whole document. */
export class JobQueue {
  private readonly lanes: Record<Lane, Job[]> = { waited: [], background: [] };
  private running: Job | undefined;

  get depth(): number {
    return this.lanes.waited.length + this.lanes.background.length + (this.running ? 1 : 0);
  }

  add(text: string, lane: Lane, signal?: AbortSignal): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.lanes[lane].push({ text, signal, resolve, reject });
    });
  }

  /** The text to work on now; undefined while one is running or none waits. Jobs nobody waits for any more are dropped on the way. */
  start(): string | undefined {
    if (this.running) return undefined;
    for (;;) {
      const job = this.lanes.waited.shift() ?? this.lanes.background.shift();
      if (!job) return undefined;
      if (job.signal?.aborted) {
        job.reject(new AppError('CANCELLED', 'The caller went away before its text was embedded'));
        continue;
      }
      this.running = job;
      return job.text;
    }
  }

  resolve(vector: Float32Array): void {
    this.running?.resolve(vector);
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
