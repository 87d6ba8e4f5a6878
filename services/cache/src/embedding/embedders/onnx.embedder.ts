import { Worker } from 'node:worker_threads';
import { quietLibraries } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { Embedder, type EmbeddingKind, type TokenVectors } from '../vectors/embedder.port.js';
import { type EmbeddingTask, JobQueue, type Lane } from './job-queue.js';

/**
 * bge trains queries with this prefix against passages without one, so it is used where a question looks for passages.
 * The semantic cache compares questions with questions and takes no prefix: with one, the words that all share move every cosine up
 * and paraphrases and look-alikes closer to each other.
 */
export const BGE_QUERY_PREFIX = 'Represent this sentence for searching relevant passages: ';

/** Of BERT's positions. */
const MAX_TOKENS = 512;

interface WorkerReply {
  readonly ready?: true;
  readonly value?: Float32Array;
  /** Only where tokens were asked for. */
  readonly pieces?: TokenVectors['pieces'];
  /** Only where they were counted. */
  readonly count?: number;
  readonly error?: string;
}

export interface OnnxEmbedderOptions {
  readonly id: string;
  readonly dimensions: number;
  readonly modelPath: string;
  readonly tokenizerPath: string;
  /** That work on one text; its vector is the same with any number. */
  readonly threads: number;
}

// onnxruntime reads it when its worker loads it.
quietLibraries();

/** One model in one worker thread, one text at a time. A worker that dies fails its job; the next job starts another. */
export class OnnxEmbedder extends Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTokens = MAX_TOKENS;
  private readonly queue = new JobQueue<WorkerReply>();
  private worker: Worker | undefined;
  private workerReady = false;
  private closed = false;

  constructor(private readonly options: OnnxEmbedderOptions) {
    super();
    this.id = options.id;
    this.dimensions = options.dimensions;
  }

  async embed(text: string, kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array> {
    const lane = kind === 'passage' ? 'background' : 'waited';
    return (await this.work({ text: kind === 'query' ? BGE_QUERY_PREFIX + text : text }, lane, signal)).value ?? new Float32Array();
  }

  async embedTokens(text: string, signal?: AbortSignal): Promise<TokenVectors> {
    const { value = new Float32Array(), pieces = [] } = await this.work({ text, tokens: true }, 'waited', signal);
    return { vectors: value, pieces };
  }

  async countTokens(text: string, signal?: AbortSignal): Promise<number> {
    return (await this.work({ text, count: true }, 'waited', signal)).count ?? 0;
  }

  private work(task: EmbeddingTask, lane: Lane, signal?: AbortSignal): Promise<WorkerReply> {
    if (this.closed) return Promise.reject(shutDown());
    const job = this.queue.add(task, lane, signal);
    this.startNext();
    return job;
  }

  assertReady(): void {
    if (this.closed) throw shutDown();
  }

  async close(): Promise<void> {
    this.closed = true;
    this.queue.rejectAll(shutDown());
    const worker = this.worker;
    if (!worker) return;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    worker.postMessage({ close: true });
    await ended;
  }

  private startNext(): void {
    this.worker ??= this.startWorker();
    // An idle worker keeps no process alive; one that is worked for does.
    if (this.queue.depth > 0) this.worker.ref();
    else this.worker.unref();
    if (!this.workerReady) return;
    const task = this.queue.start();
    if (task !== undefined) this.worker.postMessage(task);
  }

  private startWorker(): Worker {
    const { modelPath, tokenizerPath, threads } = this.options;
    const worker = new Worker(new URL('./onnx.worker.mjs', import.meta.url), {
      workerData: { modelPath, tokenizerPath, threads, maxTokens: MAX_TOKENS },
    });
    worker.on('message', (reply: WorkerReply) => this.onReply(reply));
    worker.on('error', (error) => this.onDeath(worker, error));
    worker.on('exit', () => this.onDeath(worker, undefined));
    return worker;
  }

  private onReply(reply: WorkerReply): void {
    if (reply.ready) this.workerReady = true;
    else if (reply.value) this.queue.resolve(reply);
    else this.queue.reject(new AppError('INTERNAL', `The embedding model failed: ${reply.error ?? 'no reason given'}`));
    if (!this.closed) this.startNext();
  }

  private onDeath(worker: Worker, cause: unknown): void {
    if (this.worker !== worker) return;
    const failedAtStart = !this.workerReady;
    this.worker = undefined;
    this.workerReady = false;
    const error = new AppError('UNAVAILABLE', 'The embedding model stopped while it was working', { cause });
    // A worker that can't even start would be started for ever by the jobs that wait for it.
    if (failedAtStart) this.queue.rejectAll(error);
    else this.queue.reject(error);
    if (!this.closed && this.queue.depth > 0) this.startNext();
  }
}

function shutDown(): AppError {
  return new AppError('UNAVAILABLE', 'The embedder is shutting down');
}
