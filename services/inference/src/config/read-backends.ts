import { readFileSync } from 'node:fs';
import { AppError, invalidArgument } from '@docmind/errors';
import { parse } from 'yaml';
import type { InferenceConfig } from './config.js';
import { type BackendsFile, backendsFileSchema } from './backends-file.schema.js';

/**
 * The backends of BACKENDS_FILE, or the one that the environment describes.
 * @throws AppError FAILED_PRECONDITION naming every fault of the file at once
 */
export function readBackends(config: InferenceConfig): BackendsFile {
  if (config.BACKENDS_FILE === undefined) return backendsFileSchema.parse({ backends: [fromEnvironment(config)] });
  const parsed = backendsFileSchema.safeParse(contentOf(config.BACKENDS_FILE));
  if (parsed.success) return parsed.data;
  throw new AppError('FAILED_PRECONDITION', invalidArgument(parsed.error, `The backends file ${config.BACKENDS_FILE}`).message);
}

function contentOf(path: string): unknown {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new AppError('FAILED_PRECONDITION', `BACKENDS_FILE cannot be read as YAML: ${reason}`, { cause });
  }
}

function fromEnvironment(config: InferenceConfig): object {
  const model = config.INFERENCE_MODEL;
  const kind = config.INFERENCE_ENGINE;
  if (kind === 'llama') return { name: 'llama', kind: 'llama-embedded', model };
  const server = { baseUrl: config.OPENAI_BASE_URL, apiKeyFile: config.OPENAI_API_KEY_FILE, concurrency: config.ENGINE_CONCURRENCY };
  return { name: kind, kind, model, ...server, ...(kind === 'ollama' ? { contextTokens: config.LLAMA_CONTEXT_TOKENS } : {}) };
}
