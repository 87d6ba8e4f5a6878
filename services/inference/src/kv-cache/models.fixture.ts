// Configurations in the form of well-known models, written by hand and cut to what planning reads; not the downloaded files.
export const QWEN3_4B_FP8 = {
  architectures: ['Qwen3ForCausalLM'],
  model_type: 'qwen3',
  hidden_size: 2560,
  intermediate_size: 9728,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  max_position_embeddings: 262144,
  max_window_layers: 36,
  use_sliding_window: false,
  sliding_window: null,
  vocab_size: 151936,
  torch_dtype: 'bfloat16',
  quantization_config: { quant_method: 'fp8', weight_block_size: [128, 128] },
};
export const QWEN3_4B_BF16 = { ...QWEN3_4B_FP8, quantization_config: undefined };
/** 4.11 and 7.49 GiB, round figures: the files themselves were not at hand. */
export const QWEN3_4B_FP8_BYTES = 4_411_000_000;
export const QWEN3_4B_BF16_BYTES = 8_045_000_000;

export const LLAMA2_7B = {
  architectures: ['LlamaForCausalLM'],
  hidden_size: 4096,
  intermediate_size: 11008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 4096,
  vocab_size: 32000,
};
export const LLAMA31_8B = {
  ...LLAMA2_7B,
  intermediate_size: 14336,
  num_key_value_heads: 8,
  max_position_embeddings: 131072,
  vocab_size: 128256,
};
export const MISTRAL_7B_V01 = { ...LLAMA2_7B, num_key_value_heads: 8, sliding_window: 4096, max_position_embeddings: 32768 };
export const FALCON_7B = {
  architectures: ['FalconForCausalLM'],
  hidden_size: 4544,
  num_hidden_layers: 32,
  num_attention_heads: 71,
  multi_query: true,
  max_position_embeddings: 2048,
  vocab_size: 65024,
};
export const GPT2 = { architectures: ['GPT2LMHeadModel'], n_embd: 768, n_layer: 12, n_head: 12, n_positions: 1024, vocab_size: 50257 };
export const GEMMA3_4B = {
  architectures: ['Gemma3ForConditionalGeneration'],
  model_type: 'gemma3',
  text_config: {
    model_type: 'gemma3_text',
    hidden_size: 2560,
    intermediate_size: 10240,
    num_hidden_layers: 34,
    num_attention_heads: 8,
    num_key_value_heads: 4,
    head_dim: 256,
    sliding_window: 1024,
    sliding_window_pattern: 6,
    max_position_embeddings: 131072,
    vocab_size: 262208,
  },
};
export const GPT_OSS_20B = {
  architectures: ['GptOssForCausalLM'],
  hidden_size: 2880,
  intermediate_size: 2880,
  num_hidden_layers: 24,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 64,
  sliding_window: 128,
  layer_types: Array.from({ length: 24 }, (_, layer) => (layer % 2 === 0 ? 'sliding_attention' : 'full_attention')),
  max_position_embeddings: 131072,
  vocab_size: 201088,
  quantization_config: { quant_method: 'mxfp4' },
};
export const DEEPSEEK_V2_LITE = {
  architectures: ['DeepseekV2ForCausalLM'],
  hidden_size: 2048,
  intermediate_size: 10944,
  num_hidden_layers: 27,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  kv_lora_rank: 512,
  qk_rope_head_dim: 64,
  max_position_embeddings: 163840,
  vocab_size: 102400,
};
export const QWEN3_NEXT = {
  ...QWEN3_4B_BF16,
  architectures: ['Qwen3NextForCausalLM'],
  num_hidden_layers: 48,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 256,
  layer_types: Array.from({ length: 48 }, (_, layer) => (layer % 4 === 3 ? 'full_attention' : 'linear_attention')),
};

export const SMOLLM2_135M_GGUF = {
  'general.architecture': 'llama',
  'llama.block_count': 30,
  'llama.context_length': 8192,
  'llama.embedding_length': 576,
  'llama.feed_forward_length': 1536,
  'llama.attention.head_count': 9,
  'llama.attention.head_count_kv': 3,
  'llama.vocab_size': 49152,
};
