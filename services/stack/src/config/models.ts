import { join } from 'node:path';
import { readBackends } from '@docmind/inference';
import type { StackConfig } from './stack-config.js';

export const DEFAULT_MODELS = ['smollm2-135m-instruct', 'bge-small-en-v1.5-int8'] as const;

export function modelsDir({ inference, common }: StackConfig): string {
  return inference.MODELS_DIR ?? join(common.DOCMIND_DATA_DIR, 'models');
}

/** The models that must lie on this machine's disk: the embedder, and the chat model where no server of its own holds it. */
export function neededModels({ inference, cache }: StackConfig): string[] {
  const embedded = readBackends(inference).backends.filter(({ kind }) => kind === 'llama-embedded');
  return [...new Set([...embedded.map(({ model }) => model), cache.EMBEDDER_MODEL])];
}
