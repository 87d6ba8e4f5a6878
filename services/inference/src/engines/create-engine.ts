import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import { type ModelStore, openModelStore, pullCommand } from '@docmind/models';
import type { Logger } from '@nestjs/common';
import type { BackendSpec } from '../config/backends-file.schema.js';
import type { InferenceConfig } from '../config/config.js';
import { engineKey } from '../config/read-backends.js';
import type { LlmEngine } from '../generation/llm-engine.port.js';
import { FileTokenizer } from './tokenizer/file-tokenizer.js';
import { LlamaEngine } from './llama/llama.engine.js';
import { LlamaServerEngine } from './llama/llama-server.engine.js';
import { OllamaEngine } from './ollama/ollama.engine.js';
import { OpenAiEngine } from './openai/openai.engine.js';
import { type NamedEngine, ReplicatedEngine } from './replicas/replicated.engine.js';
import { ReplicatedOpenAiEngine } from './replicas/replicated-openai.engine.js';
import { VllmEngine } from './vllm/vllm.engine.js';

type Server = Exclude<BackendSpec, { kind: 'llama-embedded' }>;
type OllamaServer = Extract<BackendSpec, { kind: 'ollama' }>;

/** The adapter of a backend. Nothing is loaded or asked yet. */
export function createEngine(spec: BackendSpec, config: InferenceConfig, logger: Logger): LlmEngine {
  switch (spec.kind) {
    case 'llama-embedded':
      return embedded(spec, config, logger);
    case 'ollama': {
      const [first, ...others] = eachServer(spec, (one) => ollama(one, config));
      return others.length > 0 ? new ReplicatedEngine([first, ...others]) : first.engine;
    }
    default: {
      const [first, ...others] = eachServer(spec, (one) => openAi(one, config));
      return others.length > 0 ? new ReplicatedOpenAiEngine([first, ...others]) : first.engine;
    }
  }
}

/** Named by where it is, without a user's name or password. */
function eachServer<Spec extends Server, Engine extends LlmEngine>(
  spec: Spec,
  engineOf: (spec: Spec) => Engine,
): [NamedEngine<Engine>, ...NamedEngine<Engine>[]] {
  const named = (baseUrl: string) => {
    const { host, pathname } = new URL(baseUrl);
    return { name: host + pathname.replace(/\/(v1\/?)?$/, ''), engine: engineOf({ ...spec, baseUrl }) };
  };
  return [named(spec.baseUrl), ...spec.replicas.map(named)];
}

function openAi(spec: Exclude<Server, OllamaServer>, config: InferenceConfig): OpenAiEngine {
  switch (spec.kind) {
    case 'openai':
      return new OpenAiEngine(serverOptions(spec, config));
    case 'llama-server':
      return new LlamaServerEngine(serverOptions(spec, config));
    case 'vllm':
      return new VllmEngine({ ...serverOptions(spec, config), sleepLevel: spec.sleepLevel });
  }
}

function serverOptions(server: Server, config: InferenceConfig) {
  const { baseUrl, model, concurrency, stallTimeoutMs } = server;
  const times = { timeoutMs: config.ENGINE_TIMEOUT_MS, stallTimeoutMs: stallTimeoutMs ?? config.ENGINE_STALL_TIMEOUT_MS };
  return { baseUrl, model, connections: concurrency, apiKey: engineKey(server), ...times };
}

function ollama(spec: OllamaServer, config: InferenceConfig): OllamaEngine {
  const { tokenizer: id, contextTokens } = spec;
  const tokenizer =
    id === undefined
      ? undefined
      : new FileTokenizer(
          () => tokenizerFile(config, id),
          () => contextTokens,
        );
  return new OllamaEngine({ ...serverOptions(spec, config), contextTokens, tokenizer });
}

function tokenizerFile(config: InferenceConfig, id: string): string {
  const path = filesOf(config, id)['tokenizer.json'];
  if (path) return path;
  throw new AppError('FAILED_PRECONDITION', `${id} has no tokenizer.json; name a tokenizer of the catalogue, such as qwen3-tokenizer`);
}

function embedded(spec: Extract<BackendSpec, { kind: 'llama-embedded' }>, config: InferenceConfig, logger: Logger): LlamaEngine {
  const { model } = spec;
  let sha256: string | undefined;
  return new LlamaEngine({
    model,
    modelPath: () => modelFile(config, model),
    sha256: () => (sha256 ??= hashOf(config, model)),
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

function hashOf(config: InferenceConfig, model: string): string | undefined {
  const { catalogue } = storeOf(config);
  return catalogue.has(model) ? catalogue.get(model).files?.find(({ name }) => name.endsWith('.gguf'))?.sha256 : undefined;
}

function filesOf(config: InferenceConfig, model: string): Readonly<Record<string, string>> {
  return storeOf(config).path(model).files;
}

function storeOf(config: InferenceConfig): ModelStore {
  return openModelStore(config.MODELS_DIR ?? join(config.DOCMIND_DATA_DIR, 'models'));
}
