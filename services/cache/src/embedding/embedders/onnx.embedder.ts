import { quietLibraries } from '@docmind/config';
import { AppError } from '@docmind/errors';
import { Embedder, type EmbeddingKind, type TokenVectors } from '../vectors/embedder.port.js';
import type { EmbeddingTask } from './job-queue.js';
import type { ModelOptions, WorkerReply } from './model-worker.js';
import { ModelWorkers } from './model-workers.js';

/**
 * bge trains queries with this prefix against passages without one, so it is used where a question looks for passages.
 * The semantic cache compares questions with questions and takes no prefix: with one, the words that all share move every cosine up
 * and paraphrases and look-alikes closer to each other.
 */
export const BGE_QUERY_PREFIX = 'Represent this sentence for searching relevant passages: ';

/** Of BERT's positions. */
const MAX_TOKENS = 512;
/** Each worker holds the weights once more, which a stack that takes no documents has no use for. */
const IDLE_MS = 60_000;

export interface OnnxEmbedderOptions extends Pick<ModelOptions, 'modelPath' | 'tokenizerPath'> {
  readonly id: string;
  readonly dimensions: number;
  /** That work on one question, and passages that are worked on at once. Vectors are the same with any number. */
  readonly threads: number;
}

// onnxruntime reads it when its worker loads it.
quietLibraries();

/**
 * Questions, which somebody waits for, have a worker of their own whose threads work on one text together. Passages come by the hundred: a thread
 * each spends less on each, as none waits for another.
 */
export class OnnxEmbedder extends Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly maxTokens = MAX_TOKENS;
  private readonly questions: ModelWorkers;
  private readonly passages: ModelWorkers;
  private closed = false;

  constructor({ id, dimensions, threads, modelPath, tokenizerPath }: OnnxEmbedderOptions) {
    super();
    this.id = id;
    this.dimensions = dimensions;
    const model = { modelPath, tokenizerPath, maxTokens: MAX_TOKENS };
    this.questions = new ModelWorkers({ ...model, threads, most: 1 });
    this.passages = new ModelWorkers({ ...model, threads: 1, most: threads, idleMs: IDLE_MS });
  }

  async embed(text: string, kind: EmbeddingKind, signal?: AbortSignal): Promise<Float32Array> {
    const workers = kind === 'passage' ? this.passages : this.questions;
    const { value } = await this.work(workers, { text: kind === 'query' ? BGE_QUERY_PREFIX + text : text }, signal);
    return value ?? new Float32Array();
  }

  async embedTokens(text: string, signal?: AbortSignal): Promise<TokenVectors> {
    const { value = new Float32Array(), pieces = [] } = await this.work(this.questions, { text, tokens: true }, signal);
    return { vectors: value, pieces };
  }

  async countTokens(text: string, signal?: AbortSignal): Promise<number> {
    return (await this.work(this.questions, { text, count: true }, signal)).count ?? 0;
  }

  assertReady(): void {
    if (this.closed) throw shutDown();
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([this.questions.close(shutDown()), this.passages.close(shutDown())]);
  }

  private async work(workers: ModelWorkers, task: EmbeddingTask, signal?: AbortSignal): Promise<WorkerReply> {
    this.assertReady();
    return workers.work(task, signal);
  }
}

function shutDown(): AppError {
  return new AppError('UNAVAILABLE', 'The embedder is shutting down');
}
