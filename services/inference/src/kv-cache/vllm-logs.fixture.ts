// What vLLM printed on real cards when it started, in GiB as printed. `outside` is what the card held before vLLM began to count: CUDA's context.
import * as models from './models.fixture.js';

/** Cut as those in models.fixture.ts are. */
const QWEN3_8B = { ...models.QWEN3_4B_FP8, hidden_size: 4096, intermediate_size: 12288 };
const QWEN25_7B = {
  architectures: ['Qwen2ForCausalLM'],
  hidden_size: 3584,
  intermediate_size: 18944,
  num_hidden_layers: 28,
  num_attention_heads: 28,
  num_key_value_heads: 4,
  max_position_embeddings: 32768,
  vocab_size: 152064,
};
const QWEN25_1B5 = {
  ...QWEN25_7B,
  hidden_size: 1536,
  intermediate_size: 8960,
  num_attention_heads: 12,
  num_key_value_heads: 2,
  vocab_size: 151936,
};
const QWEN3_30B_A3B = {
  ...models.QWEN3_4B_BF16,
  architectures: ['Qwen3MoeForCausalLM'],
  hidden_size: 2048,
  intermediate_size: 6144,
  num_hidden_layers: 48,
  num_key_value_heads: 4,
};

export interface VllmLog {
  readonly config: Readonly<Record<string, unknown>>;
  /** vLLM's defaults of that version where the command doesn't name them. */
  readonly batchedTokens: number;
  readonly sequences: number;
  readonly usable: number;
  readonly weights: number;
  readonly activation: number;
  readonly nonTorch: number;
  readonly kvCache: number;
  readonly kvTokens: number;
  readonly graphs?: number;
  readonly outside?: number;
}

export const VLLM_LOGS: Readonly<Record<string, VllmLog>> = {
  /** A published startup log of vllm/vllm-openai:v0.31.0; util 0.92. */
  'Llama-3.1-8B, A100 80 GB, vLLM 0.31': {
    config: models.LLAMA31_8B,
    batchedTokens: 8_192,
    sequences: 256,
    usable: 72.91,
    weights: 15,
    activation: 1.44,
    nonTorch: 0.26,
    kvCache: 56.21,
    kvTokens: 460_496,
    graphs: 0.23,
    outside: 0.41,
  },
  /** A published startup log; util 0.8, float16. */
  'Qwen3-8B-FP8, 24 GB, vLLM 0.10.2': {
    config: QWEN3_8B,
    batchedTokens: 2_048,
    sequences: 256,
    usable: 18.82,
    weights: 8.8,
    activation: 1.4,
    nonTorch: 0.02,
    kvCache: 8.6,
    kvTokens: 62_608,
    graphs: 0.68,
    outside: 0.45,
  },
  /** A published startup log, DeepSeek-R1-Distill; util 0.9, float16. */
  'Qwen2.5-7B, V100 32 GB, vLLM 0.7': {
    config: QWEN25_7B,
    batchedTokens: 2_048,
    sequences: 256,
    usable: 28.57,
    weights: 14.27,
    activation: 1.4,
    nonTorch: 0.09,
    kvCache: 12.8,
    kvTokens: 14_984 * 16,
  },
  /** vllm-project/vllm#12529, DeepSeek-R1-Distill; util 0.9 */
  'Qwen2.5-1.5B, 8 GB, vLLM 0.7': {
    config: QWEN25_1B5,
    batchedTokens: 2_048,
    sequences: 256,
    usable: 6.97,
    weights: 3.34,
    activation: 1.39,
    nonTorch: 0.04,
    kvCache: 2.2,
    kvTokens: 5_148 * 16,
  },
  /** vllm-project/vllm#17327, w4a16; --max-num-seqs 8, fp8 cache. The post breaks off in the number of blocks. */
  'Qwen3-30B-A3B, RTX 3090, vLLM 0.8': {
    config: QWEN3_30B_A3B,
    batchedTokens: 2_048,
    sequences: 8,
    usable: 21.2,
    weights: 15.68,
    activation: 0.12,
    nonTorch: 0.06,
    kvCache: 5.34,
    kvTokens: Number.NaN,
  },
};
