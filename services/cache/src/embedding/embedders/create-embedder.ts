import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { openModelStore } from '@docmind/models';
import { dimensionsOf } from '../vectors/embedder-dimensions.js';
import type { Embedder } from '../vectors/embedder.port.js';
import { MissingEmbedder } from './missing.embedder.js';
import { OnnxEmbedder } from './onnx.embedder.js';

export interface EmbedderOptions {
  readonly id: string;
  readonly modelsDir: string;
  /** 1 without it. */
  readonly threads?: number;
}

/** Checks the model's files and starts it. A model that is missing or damaged doesn't stop the service: exact hits need none. */
export async function createEmbedder({ id, modelsDir, threads = 1 }: EmbedderOptions): Promise<Embedder> {
  const dimensions = dimensionsOf(id);
  try {
    const { files } = await openModelStore(modelsDir).verify(id);
    const { 'model.onnx': modelPath, 'tokenizer.json': tokenizerPath } = files;
    if (!modelPath || !tokenizerPath)
      throw new AppError('FAILED_PRECONDITION', `The catalogue names no model.onnx and tokenizer.json for ${id}`);
    return new OnnxEmbedder({ id, dimensions, modelPath, tokenizerPath, threads: Math.min(threads, availableParallelism()) });
  } catch (error) {
    if (error instanceof AppError && error.code === 'FAILED_PRECONDITION') return new MissingEmbedder(id, dimensions, error);
    throw error;
  }
}

export function modelsDirOf(config: { readonly MODELS_DIR?: string; readonly DOCMIND_DATA_DIR: string }): string {
  return config.MODELS_DIR ?? join(config.DOCMIND_DATA_DIR, 'models');
}
