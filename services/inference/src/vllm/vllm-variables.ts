import type { VllmSettingName } from './vllm-service.schema.js';

export type VariableKind = 'text' | 'number' | 'boolean';

export interface VllmVariable {
  readonly name: string;
  readonly setting: VllmSettingName;
  readonly kind: VariableKind;
}

const row = (name: string, setting: VllmSettingName, kind: VariableKind): VllmVariable => ({ name, setting, kind });

/** Which variable sets what. Of two for one setting the upper counts. */
export const VLLM_VARIABLES: readonly VllmVariable[] = [
  row('VLLM_MODEL_PATH', 'model.path', 'text'),
  row('VLLM_SERVED_MODEL_NAME', 'model.served_name', 'text'),
  row('VLLM_HOST', 'server.host', 'text'),
  row('VLLM_PORT', 'server.port', 'number'),
  row('VLLM_MAX_MODEL_LEN', 'engine.max_model_len', 'number'),
  row('KV_CACHE_MAX_TOKENS', 'engine.max_model_len', 'number'),
  row('VLLM_QUANTIZATION', 'engine.quantization', 'text'),
  row('VLLM_ATTENTION_BACKEND', 'engine.attention_backend', 'text'),
  row('VLLM_KV_CACHE_DTYPE', 'engine.kv_cache_dtype', 'text'),
  row('KV_CACHE_DTYPE', 'engine.kv_cache_dtype', 'text'),
  row('KV_CACHE_QUANTIZATION', 'engine.kv_cache_dtype', 'text'),
  row('KV_CACHE_CALCULATE_SCALES', 'engine.calculate_kv_scales', 'boolean'),
  row('VLLM_GPU_MEMORY_UTILIZATION', 'engine.gpu_memory_utilization', 'number'),
  row('GPU_MEMORY_FRACTION', 'engine.gpu_memory_utilization', 'number'),
  row('VLLM_ENFORCE_EAGER', 'engine.enforce_eager', 'boolean'),
  row('VLLM_SWAP_SPACE', 'engine.swap_space', 'number'),
  row('VLLM_KV_OFFLOADING_GIB', 'engine.kv_offloading_gib', 'number'),
  row('VLLM_MAX_NUM_SEQS', 'performance.max_num_seqs', 'number'),
  row('VLLM_MAX_NUM_BATCHED_TOKENS', 'performance.max_num_batched_tokens', 'number'),
  row('VLLM_DISABLE_LOG_STATS', 'performance.disable_log_stats', 'boolean'),
  row('VLLM_TENSOR_PARALLEL_SIZE', 'gpu.tensor_parallel_size', 'number'),
  row('VLLM_TRUST_REMOTE_CODE', 'gpu.trust_remote_code', 'boolean'),
  row('VLLM_ENABLE_PREFIX_CACHING', 'optimization.enable_prefix_caching', 'boolean'),
  row('VLLM_ENABLE_CHUNKED_PREFILL', 'optimization.enable_chunked_prefill', 'boolean'),
  row('VLLM_MAX_NUM_PREFILLS', 'optimization.max_num_prefills', 'number'),
];

/** Names below VLLM_ that are others' business: the compose file's, and those that we set for vLLM itself. */
export const OTHER_VLLM_VARIABLES: readonly string[] = [
  'VLLM_IMAGE',
  'VLLM_MEMORY_LIMIT',
  'VLLM_API_KEY',
  'VLLM_API_KEY_FILE',
  'VLLM_NO_USAGE_STATS',
  'VLLM_SERVER_DEV_MODE',
  'VLLM_USE_MODELSCOPE',
];
