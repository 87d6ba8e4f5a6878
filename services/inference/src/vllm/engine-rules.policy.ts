import { capabilitiesOf } from '@docmind/hardware';
import { dropped, mapped, omitted, passed, type Verdict, type VllmContext } from './vllm-command.js';

/** Names of vLLM 0.32's AttentionBackendEnum that run on NVIDIA cards for ordinary attention. */
const BACKENDS: readonly string[] = ['FLASH_ATTN', 'FLASHINFER', 'TRITON_ATTN', 'FLEX_ATTENTION'];
const OLD_BACKENDS: Readonly<Record<string, string>> = {
  FLASH_ATTN_VLLM_V1: 'FLASH_ATTN',
  FLASHINFER_VLLM_V1: 'FLASHINFER',
  TRITON_ATTN_VLLM_V1: 'TRITON_ATTN',
};
/** vLLM 0.32's names for quantising a 16-bit checkpoint while it is loaded. */
const AT_LOAD: readonly string[] = ['fp8', 'fp8_per_tensor', 'fp8_per_block', 'fp8_per_channel', 'int8_per_channel_weight_only', 'mxfp8'];
const PLAIN: readonly string[] = ['none', 'fp16', 'bf16', 'float16', 'bfloat16', 'auto'];

/** fp8 on an FP8 checkpoint is what its config.json says anyway; on a 16-bit one it quantises while loading. */
export function quantizationVerdict(given: string, { checkpointQuantization: is, computeCapability }: VllmContext): Verdict {
  const wanted = given.toLowerCase();
  if (PLAIN.includes(wanted)) return omitted('vLLM reads from config.json how the checkpoint is kept');
  if (is === wanted) return omitted(`the checkpoint is ${is} by its own config.json; saying so again is redundant`);
  if (is !== undefined && is !== 'none') return dropped(`the checkpoint is ${is}, and vLLM refuses to start when told another method`);
  return AT_LOAD.includes(wanted) ? atLoadVerdict(wanted, is, computeCapability) : otherMethodVerdict(wanted, is);
}

function otherMethodVerdict(wanted: string, is: string | undefined): Verdict {
  if (is === undefined) return omitted(`a checkpoint quantised as ${wanted} says so in its config.json`);
  return dropped(`the checkpoint is kept in 16 bit and vLLM cannot make it ${wanted} while loading; take a checkpoint that is, or fp8`);
}

function atLoadVerdict(wanted: string, is: string | undefined, computeCapability: number | undefined): Verdict {
  const { fp8Weights, reason } = capabilitiesOf(computeCapability);
  if (computeCapability !== undefined && !fp8Weights) return dropped(reason);
  if (is !== undefined) return passed('--quantization', wanted, 'quantises the 16-bit checkpoint while it is loaded');
  return passed('--quantization', wanted, 'the checkpoint is not at hand to look at: right for a 16-bit one, redundant for an FP8 one');
}

/** VLLM_ATTENTION_BACKEND is gone from vLLM's environment; the flag took its place. */
export function attentionVerdict(given: string, { computeCapability }: VllmContext): Verdict {
  const upper = given.toUpperCase().replaceAll('-', '_');
  const name = OLD_BACKENDS[upper] ?? upper;
  if (name === 'AUTO') return omitted('vLLM chooses by itself');
  if (name === 'XFORMERS') return dropped('vLLM has no XFORMERS backend any more and chooses by itself');
  if (!BACKENDS.includes(name)) return dropped(`vLLM knows no attention backend ${given}; these would be right: ${BACKENDS.join(', ')}`);
  const { flashInfer, reason } = capabilitiesOf(computeCapability);
  if (name === 'FLASHINFER' && computeCapability !== undefined && !flashInfer) return dropped(`${reason}; vLLM chooses by itself`);
  return passed('--attention-backend', name, "vLLM no longer reads VLLM_ATTENTION_BACKEND; the flag takes the backend's name");
}

const SIXTEEN_BIT: Readonly<Record<string, string>> = {
  fp16: 'float16',
  float16: 'float16',
  half: 'float16',
  bf16: 'bfloat16',
  bfloat16: 'bfloat16',
};

export function kvDtypeVerdict(given: string, context: VllmContext): Verdict {
  const wanted = given.toLowerCase();
  if (wanted === 'auto' || wanted === 'none') return omitted("vLLM keeps the cache in the model's own type");
  const sixteenBit = SIXTEEN_BIT[wanted];
  if (sixteenBit) return passed('--kv-cache-dtype', sixteenBit, '16 bit, twice the size of fp8');
  return wanted.startsWith('fp8') ? fp8KvVerdict(wanted, context) : otherKvDtype(wanted);
}

function fp8KvVerdict(wanted: string, { computeCapability, checkpointQuantization }: VllmContext): Verdict {
  const { fp8KvCache, reason } = capabilitiesOf(computeCapability);
  if (computeCapability !== undefined && !fp8KvCache) return dropped(`${reason}; the cache stays in the model's own type, twice the size`);
  if (wanted === 'fp8' || wanted === 'fp8_e4m3') return passed('--kv-cache-dtype', 'fp8', 'half the size of 16 bit (e4m3)');
  const refusal = checkpointQuantization === 'none' ? 'is less exact than e4m3' : 'is refused with FP8 checkpoints';
  return mapped('--kv-cache-dtype', 'fp8', `${wanted} ${refusal}; fp8 (e4m3) has the same size`);
}

function otherKvDtype(wanted: string): Verdict {
  if (wanted === 'q8_0' || wanted === 'int8') return mapped('--kv-cache-dtype', 'fp8', `vLLM has no ${wanted}; fp8 is its type of 8 bits`);
  return dropped(`vLLM keeps no cache as ${wanted}; auto, float16, bfloat16 or fp8 would be right`);
}

/** CPU swap of whole sequences went with vLLM's old engine; what comes nearest is asked for by its own setting. */
export function swapSpaceVerdict(gibibytes: number): Verdict {
  if (gibibytes === 0) return omitted('none is what vLLM has now');
  return dropped(
    `vLLM no longer swaps sequences to memory; set engine.kv_offloading_gib: ${gibibytes} to keep evicted prefixes there instead`,
  );
}

export function offloadingVerdict(gibibytes: number): Verdict {
  if (gibibytes === 0) return omitted('none is the default');
  return passed('--kv-offloading-size', gibibytes, 'GiB of memory for parts of the KV cache that the card has no room for');
}
