import { Worker } from 'node:worker_threads';
import { AppError } from '@docmind/errors';
import type { TokenVectors } from '../vectors/embedder.port.js';
import type { Job } from './job-queue.js';

export interface WorkerReply {
  readonly ready?: true;
  readonly value?: Float32Array;
  /** Only where tokens were asked for. */
  readonly pieces?: TokenVectors['pieces'];
  /** Only where they were counted. */
  readonly count?: number;
  readonly error?: string;
}

export interface ModelOptions {
  readonly modelPath: string;
  readonly tokenizerPath: string;
  readonly maxTokens: number;
  /** That work on one text; its vector is the same with any number. */
  readonly threads: number;
}

interface Events {
  /** It has loaded its model, or has done its job. */
  readonly onFree: () => void;
  readonly onDeath: (error: AppError) => void;
}

/** One model in one worker thread, one text at a time. */
export class ModelWorker {
  private readonly worker: Worker;
  private job: Job<WorkerReply> | undefined;
  private ready = false;
  private ended = false;

  constructor(
    options: ModelOptions,
    private readonly events: Events,
  ) {
    this.worker = new Worker(new URL('./onnx.worker.mjs', import.meta.url), { workerData: options });
    this.worker.on('message', (reply: WorkerReply) => this.onReply(reply));
    this.worker.on('error', (error) => this.onEnd(error));
    this.worker.on('exit', () => this.onEnd(undefined));
  }

  get isReady(): boolean {
    return this.ready;
  }

  get isFree(): boolean {
    return this.ready && this.job === undefined;
  }

  run(job: Job<WorkerReply>): void {
    this.job = job;
    // An idle worker keeps no process alive; one that is worked for does.
    this.worker.ref();
    this.worker.postMessage(job.task);
  }

  /** A job that it is at fails with `error`. Resolves when the thread has ended. */
  async close(error?: AppError): Promise<void> {
    this.job?.reject(error);
    const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    this.ended = true;
    this.worker.ref();
    this.worker.postMessage({ close: true });
    await ended;
  }

  private onReply(reply: WorkerReply): void {
    if (reply.ready) this.ready = true;
    else if (reply.value) this.job?.resolve(reply);
    else this.job?.reject(new AppError('INTERNAL', `The embedding model failed: ${reply.error ?? 'no reason given'}`));
    this.job = undefined;
    if (this.ended) return;
    this.worker.unref();
    this.events.onFree();
  }

  private onEnd(cause: unknown): void {
    if (this.ended) return;
    this.ended = true;
    const error = new AppError('UNAVAILABLE', 'The embedding model stopped while it was working', { cause });
    this.job?.reject(error);
    this.events.onDeath(error);
  }
}
