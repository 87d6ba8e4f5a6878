import { join } from 'node:path';
import { readSecret } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import { ModelCatalogue, ModelStore, pullCommand } from '@docmind/models';
import type { Logger } from '@nestjs/common';
import type { BackendSpec } from '../backends/backends-file.schema.js';
import type { InferenceConfig } from '../config.js';
import type { LlmEngine } from '../llm-engine.port.js';
import { LlamaEngine } from './llama.engine.js';
import { OpenAiEngine } from './openai.engine.js';

/** The adapter of a backend. Nothing is loaded or asked yet. */
export function createEngine(spec: BackendSpec, config: InferenceConfig, logger: Logger): LlmEngine {
  switch (spec.kind) {
    case 'llama-embedded':
      return embedded(spec, config, logger);
    case 'openai':
    case 'llama-server':
    case 'vllm':
    case 'ollama':
      return new OpenAiEngine({
        baseUrl: spec.baseUrl,
        model: spec.model,
        connections: spec.concurrency,
        timeoutMs: config.ENGINE_TIMEOUT_MS,
        apiKey: spec.apiKeyFile === undefined ? undefined : readSecret(spec.apiKeyFile),
      });
  }
}

function embedded(spec: Extract<BackendSpec, { kind: 'llama-embedded' }>, config: InferenceConfig, logger: Logger): LlamaEngine {
  const { model } = spec;
  return new LlamaEngine({
    model,
    modelPath: () => modelFile(config, model),
    threads: spec.threads ?? config.LLAMA_THREADS,
    contextTokens: spec.contextTokens ?? config.LLAMA_CONTEXT_TOKENS,
    batchTokens: config.LLAMA_BATCH_TOKENS,
    gpu: config.LLAMA_GPU === 'auto' ? 'auto' : false,
    repeatPenalty: config.LLAMA_REPEAT_PENALTY,
    log: (event) => logger.warn(event),
  });
}

/** Asked at each start: a model may be pulled while the service runs. */
function modelFile(config: InferenceConfig, model: string): string {
  const gguf = Object.entries(filesOf(config, model)).find(([name]) => name.endsWith('.gguf'))?.[1];
  if (gguf) return gguf;
  throw new AppError(
    'FAILED_PRECONDITION',
    `The model ${model} has no GGUF file, which the embedded engine needs. Try: ${pullCommand('smollm2-135m-instruct')}`,
  );
}

function filesOf(config: InferenceConfig, model: string): Readonly<Record<string, string>> {
  const dir = config.MODELS_DIR ?? join(config.DOCMIND_DATA_DIR, 'models');
  return new ModelStore({ dir, catalogue: ModelCatalogue.load() }).path(model).files;
}
