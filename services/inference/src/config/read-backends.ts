import { readFileSync } from 'node:fs';
import { readSecret } from '@docmind/bootstrap';
import { type ConfigFault, faultsOf } from '@docmind/config';
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

/** What is wrong with this service's own settings; its start refuses them for it. */
export function inferenceFaults(config: InferenceConfig): Promise<ConfigFault[]> {
  return faultsOf(config, [
    { variable: 'BACKENDS_FILE', read: readBackends },
    { variable: config.BACKENDS_FILE === undefined ? 'OPENAI_API_KEY_FILE' : 'BACKENDS_FILE', read: readEngineKeys },
  ]);
}

/** @throws AppError FAILED_PRECONDITION for a file that can't be read or holds nothing */
export function engineKey({ apiKeyFile }: { readonly apiKeyFile?: string }): string | undefined {
  return apiKeyFile === undefined ? undefined : readSecret(apiKeyFile);
}

function readEngineKeys(config: InferenceConfig): void {
  for (const backend of readBackends(config).backends) if (backend.kind !== 'llama-embedded') engineKey(backend);
}
