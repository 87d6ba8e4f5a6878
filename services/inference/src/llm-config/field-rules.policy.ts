import type { FieldReport } from './field-report.js';
import type { LlmConfig } from './llm-config.schema.js';

type Value = string | number | boolean;
export type FieldVerdict = Omit<FieldReport, 'field' | 'given'>;
export type FieldRule = (value: Value, config: LlmConfig) => FieldVerdict;

const honoured =
  (variable: string, reason: string): FieldRule =>
  (value) => ({ outcome: 'honoured', variable, value: String(value), reason });
const mapped = (variable: string, value: Value, reason: string): FieldVerdict => ({
  outcome: 'mapped',
  variable,
  value: String(value),
  reason,
});
const refused =
  (reason: string): FieldRule =>
  () => ({ outcome: 'refused', reason });

const BACKENDS: Readonly<Record<LlmConfig['backend'], readonly [engine: string, reason: string]>> = {
  llamacpp: ['llama', 'llama.cpp runs embedded, in a child process of the inference service'],
  vllm: ['openai', 'vLLM is a server with OpenAI’s API: OPENAI_BASE_URL says where'],
  ollama: ['openai', 'Ollama has OpenAI’s API below /v1: OPENAI_BASE_URL says where'],
};
const OLLAMA_URL = 'http://127.0.0.1:11434/v1';

/** What holds for every backend; the others' rules stand above these. */
export const openAiRules: Readonly<Record<string, FieldRule>> = {
  backend: (_value, { backend }) => mapped('INFERENCE_ENGINE', ...BACKENDS[backend]),
  'model.name': honoured('INFERENCE_MODEL', 'what requests call the model, and what the engine serves'),
  'inference.threads': refused('a server has its own number of threads: set it where the server is started'),
  'inference.gpu_layers': refused('a server has its own number of layers on the GPU: set it where the server is started'),
};

/** What no backend has a place for. */
export const neverRules: Readonly<Record<string, FieldRule>> = {
  'inference.max_tokens': refused('each request says its own max_tokens; answers about documents have ANSWER_MAX_TOKENS'),
  'inference.temperature': refused('each request says its own temperature; a default would change what the cache may keep'),
  'inference.top_p': refused('each request says its own top_p'),
  'device.device_map': (value) =>
    value === 'auto'
      ? { outcome: 'mapped', reason: 'engines choose the device by themselves; /hardware/allocate says which it would be' }
      : { outcome: 'refused', reason: 'only auto is known; CUDA_VISIBLE_DEVICES chooses cards' },
  'device.cpu_memory': refused('no engine here takes a limit of memory; give one to its container or systemd unit (MemoryMax)'),
};

/** The embedded engine. */
export const llamaRules: Readonly<Record<string, FieldRule>> = {
  'model.path': refused(
    'the embedded engine takes models of MODELS_DIR, whose hash is known: docmind models add NAME --from PATH, then NAME as model.name',
  ),
  'model.context_size': honoured('LLAMA_CONTEXT_TOKENS', 'the context that is reserved when the model is loaded'),
  'model.quantization': (value) => ({
    outcome: 'refused',
    reason:
      value === 'fp8'
        ? 'no GGUF file is kept as FP8: Q8_0 or Q4_K_M comes nearest, and the file decides'
        : 'a GGUF file is kept as it is; take another file',
  }),
  'model.kv_cache_dtype': (value) => ({
    outcome: value === 'fp16' || value === 'auto' ? 'mapped' : 'refused',
    reason: 'the embedded engine keeps its cache in 16 bit: its smaller types may end the process; llama-server has q8_0 (--cache-type-k)',
  }),
  'model.attention_backend': refused('llama.cpp has attention kernels of its own'),
  'inference.threads': honoured('LLAMA_THREADS', 'at most the cores that are there'),
  'inference.gpu_layers': (value) =>
    value === 0
      ? mapped('LLAMA_GPU', 'none', 'no layer on the GPU')
      : mapped('LLAMA_GPU', 'auto', 'as many layers as fit, which the engine counts by itself'),
  'device.gpu_memory': refused('the embedded engine takes what is free'),
};

const vllmOnly =
  (rule: FieldRule): FieldRule =>
  (value, config) =>
    config.backend === 'vllm' ? rule(value, config) : { outcome: 'refused', reason: `means nothing to ${config.backend}` };

/** vllm_config stands above the same field of `model`. */
const unlessInVllmConfig =
  (key: 'max_model_len' | 'attention_backend' | 'quantization' | 'kv_cache_dtype', rule: FieldRule): FieldRule =>
  (value, config) =>
    config.vllm_config?.[key] === undefined || config.vllm_config[key] === value
      ? rule(value, config)
      : { outcome: 'refused', reason: `vllm_config.${key} stands above it` };

const toVllm = (variable: string) => vllmOnly(honoured(variable, 'for `docmind vllm args`, which says what vLLM makes of it today'));

/** vLLM, and Ollama where it has the same. */
export const vllmRules: Readonly<Record<string, FieldRule>> = {
  'model.name': (value, { backend }) =>
    honoured('INFERENCE_MODEL', backend === 'ollama' ? 'as `ollama list` names it' : 'what vLLM serves (--served-model-name)')(
      value,
      {} as LlmConfig,
    ),
  'model.path': (value, config) =>
    config.backend === 'vllm'
      ? honoured('VLLM_MODEL_PATH', 'where vLLM finds the model')(value, config)
      : { outcome: 'refused', reason: 'Ollama keeps its models itself: `ollama create` takes a GGUF file, `ollama pull` a name' },
  'model.context_size': unlessInVllmConfig('max_model_len', (value, config) =>
    config.backend === 'vllm'
      ? mapped('VLLM_MAX_MODEL_LEN', value, 'the longest context that vLLM takes')
      : {
          outcome: 'refused',
          reason: `set OLLAMA_CONTEXT_LENGTH=${String(value)} where Ollama is started; over OpenAI's API it cannot be asked for`,
        },
  ),
  'model.quantization': unlessInVllmConfig('quantization', toVllm('VLLM_QUANTIZATION')),
  'model.kv_cache_dtype': unlessInVllmConfig('kv_cache_dtype', (value, config) =>
    config.backend === 'vllm'
      ? toVllm('VLLM_KV_CACHE_DTYPE')(value, config)
      : { outcome: 'refused', reason: 'set OLLAMA_KV_CACHE_TYPE (f16, q8_0 or q4_0; fp8 is q8_0 there) where Ollama is started' },
  ),
  'model.attention_backend': unlessInVllmConfig('attention_backend', toVllm('VLLM_ATTENTION_BACKEND')),
  'device.gpu_memory': (_value, { backend }) => ({
    outcome: 'refused',
    reason:
      backend === 'vllm'
        ? 'vLLM takes a part of the card and not MiB: VLLM_GPU_MEMORY_UTILIZATION, computed from the card unless set'
        : 'Ollama takes what is free; OLLAMA_GPU_OVERHEAD, in bytes, leaves a part of the card to others',
  }),
  'vllm_config.max_model_len': toVllm('VLLM_MAX_MODEL_LEN'),
  'vllm_config.enforce_eager': toVllm('VLLM_ENFORCE_EAGER'),
  'vllm_config.attention_backend': toVllm('VLLM_ATTENTION_BACKEND'),
  'vllm_config.quantization': toVllm('VLLM_QUANTIZATION'),
  'vllm_config.kv_cache_dtype': toVllm('VLLM_KV_CACHE_DTYPE'),
};

/** Settings that a backend needs and the file has no field for. */
export function impliedVariables({ backend, model }: LlmConfig): Readonly<Record<string, string>> {
  switch (backend) {
    case 'ollama':
      return { OPENAI_BASE_URL: OLLAMA_URL };
    case 'vllm':
      // What requests call the model is what vLLM must serve.
      return { VLLM_SERVED_MODEL_NAME: model.name };
    case 'llamacpp':
      return {};
  }
}
