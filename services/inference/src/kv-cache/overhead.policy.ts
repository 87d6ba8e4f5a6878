import type { EngineKind } from '@docmind/contracts';
import type { ModelShape } from './model-shape.js';

const MIB = 1_048_576;

/** CUDA's context and the engine's libraries on the card: 0.41 to 0.53 GiB in published logs. vLLM leaves it out of its own count. */
const VLLM_CONTEXT_BYTES = 460 * MIB;
/** Assumed. */
const LLAMA_CONTEXT_BYTES = 360 * MIB;
/** vLLM 0.32's VLLM_FLASHINFER_WORKSPACE_BUFFER_SIZE. */
const FLASHINFER_WORKSPACE_BYTES = 394 * MIB;
/** In published logs 0.08 GiB for 16 sequences, 0.23 to 0.68 for 256. */
const GRAPH_BYTES = 128 * MIB;
const GRAPH_BYTES_PER_SEQUENCE = 2 * MIB;
/** Sampling sorts each sequence's logits: ten numbers of 32 bit for one, so that 256 sequences of Qwen3 take 1.4 GiB by vLLM's log. */
const SAMPLING_BYTES_PER_LOGIT = 40;
/** llama.cpp's default n_ubatch. */
const LLAMA_BATCH_TOKENS = 512;

/**
 * What an engine needs beside weights and KV cache: an estimate, because no file tells it. `vllm-logs.fixture.ts` has what vLLM printed on real
 * cards; for vLLM the estimate is at or above it. 1.1 GiB for Qwen3-4B with 2,048 batched tokens and 4 sequences.
 */
export function overheadBytes(
  engine: EngineKind,
  shape: ModelShape,
  load: { readonly batchedTokens: number; readonly sequences: number },
): number {
  return engine === 'vllm' ? vllmOverhead(shape, load) : llamaOverhead(shape);
}

function vllmOverhead(shape: ModelShape, { batchedTokens, sequences }: { batchedTokens: number; sequences: number }): number {
  const graphs = GRAPH_BYTES + sequences * GRAPH_BYTES_PER_SEQUENCE;
  return VLLM_CONTEXT_BYTES + FLASHINFER_WORKSPACE_BYTES + vllmActivations(shape, { batchedTokens, sequences }) + graphs;
}

/** What vLLM's log calls peak activation: the forward pass of a whole batch, then sampling for all sequences. */
export function vllmActivations(shape: ModelShape, { batchedTokens, sequences }: { batchedTokens: number; sequences: number }): number {
  return batchedTokens * widest(shape) * 2 + sequences * shape.vocabularySize * SAMPLING_BYTES_PER_LOGIT;
}

/** Its compute buffer holds the logits of a whole batch, in 32 bit. */
function llamaOverhead(shape: ModelShape): number {
  return LLAMA_CONTEXT_BYTES + LLAMA_BATCH_TOKENS * (shape.vocabularySize + widest(shape)) * 4;
}

/** Numbers a token has in flight in the widest layer: gate and up projection, and four times the hidden state. */
function widest({ hiddenSize, intermediateSize }: ModelShape): number {
  return 2 * intermediateSize + 4 * hiddenSize;
}
