import type { EngineKind } from '@docmind/contracts';
import type { ModelShape } from './model-shape.js';

const MIB = 1_048_576;

/** CUDA's context and the engine's libraries on the card. Assumed, as are the graphs' sizes below: neither was measured on a GPU. */
const VLLM_CONTEXT_BYTES = 460 * MIB;
const LLAMA_CONTEXT_BYTES = 360 * MIB;
/** vLLM 0.32's VLLM_FLASHINFER_WORKSPACE_BUFFER_SIZE. */
const FLASHINFER_WORKSPACE_BYTES = 394 * MIB;
const GRAPH_BYTES = 128 * MIB;
const GRAPH_BYTES_PER_SEQUENCE = 3 * MIB;
/** llama.cpp's default n_ubatch. */
const LLAMA_BATCH_TOKENS = 512;

/**
 * What an engine needs beside weights and KV cache: an estimate, because no file tells it. For Qwen3-4B with 2,048 batched tokens and 4 sequences
 * 1.1 GiB: the assumed parts were chosen so that it lies within the 1.0 to 1.5 GiB that the design expects.
 */
export function overheadBytes(
  engine: EngineKind,
  shape: ModelShape,
  load: { readonly batchedTokens: number; readonly sequences: number },
): number {
  return engine === 'vllm' ? vllmOverhead(shape, load) : llamaOverhead(shape);
}

function vllmOverhead(shape: ModelShape, { batchedTokens, sequences }: { batchedTokens: number; sequences: number }): number {
  const activations = batchedTokens * widest(shape) * 2;
  const logits = sequences * shape.vocabularySize * 4 * 2;
  const graphs = GRAPH_BYTES + sequences * GRAPH_BYTES_PER_SEQUENCE;
  return VLLM_CONTEXT_BYTES + FLASHINFER_WORKSPACE_BYTES + activations + logits + graphs;
}

/** Its compute buffer holds the logits of a whole batch, in 32 bit. */
function llamaOverhead(shape: ModelShape): number {
  return LLAMA_CONTEXT_BYTES + LLAMA_BATCH_TOKENS * (shape.vocabularySize + widest(shape)) * 4;
}

/** Numbers a token has in flight in the widest layer: gate and up projection, and four times the hidden state. */
function widest({ hiddenSize, intermediateSize }: ModelShape): number {
  return 2 * intermediateSize + 4 * hiddenSize;
}
