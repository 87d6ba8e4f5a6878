// Settings as guides of 2024 and 2025 give them, with everything that vLLM has changed since.
export const SETTINGS_OF_2025 = {
  model: { name: 'Qwen/Qwen3-4B-Instruct-2507-FP8', path: '/models/Qwen3-4B-Instruct-2507-FP8' },
  server: { host: '127.0.0.1', port: 8000, api_key: null },
  engine: {
    max_model_len: 131072,
    quantization: 'fp8',
    attention_backend: 'flashinfer',
    kv_cache_dtype: 'fp8_e5m2',
    calculate_kv_scales: true,
    enforce_eager: false,
    gpu_memory_utilization: 0.95,
    swap_space: 2,
    disable_sliding_window: false,
  },
  performance: { max_num_seqs: 256, max_num_batched_tokens: 8192, max_seq_len_to_capture: 8192, disable_log_stats: false },
  gpu: { tensor_parallel_size: 1, pipeline_parallel_size: 1, trust_remote_code: true },
  optimization: { enable_prefix_caching: true, enable_chunked_prefill: true, max_num_prefills: 16 },
};

export const VARIABLES_OF_2025 = {
  VLLM_MODEL_PATH: '/models/Qwen3-4B-Instruct-2507-FP8',
  VLLM_HOST: '127.0.0.1',
  VLLM_PORT: '8000',
  VLLM_MAX_MODEL_LEN: '131072',
  VLLM_QUANTIZATION: 'fp8',
  VLLM_ATTENTION_BACKEND: 'flashinfer',
  VLLM_KV_CACHE_DTYPE: 'fp8',
  VLLM_GPU_MEMORY_UTILIZATION: '0.95',
  VLLM_SWAP_SPACE: '2',
  GPU_MEMORY_FRACTION: '0.95',
  VLLM_ENABLE_PREFIX_CACHING: 'true',
  VLLM_ENABLE_CHUNKED_PREFILL: 'true',
  VLLM_MAX_NUM_PREFILLS: '16',
  KV_CACHE_QUANTIZATION: 'fp8',
  KV_CACHE_MAX_TOKENS: '131072',
  KV_CACHE_DTYPE: 'fp8_e5m2',
};
