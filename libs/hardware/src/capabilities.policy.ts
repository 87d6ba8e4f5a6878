export interface GpuCapabilities {
  /** Multiplies in FP8. */
  readonly fp8Compute: boolean;
  /** Runs FP8 checkpoints at all; below `fp8Compute` the weights stay FP8 and are multiplied in 16 bit. */
  readonly fp8Weights: boolean;
  /** Keeps the KV cache as fp8 (e4m3). */
  readonly fp8KvCache: boolean;
  readonly flashInfer: boolean;
  readonly bfloat16: boolean;
  readonly reason: string;
}

const FP8_COMPUTE = 8.9;
/** vLLM 0.32, `Fp8Config.get_min_capability` and `AutoAWQConfig.get_min_capability`. */
const FP8_WEIGHTS = 7.5;
const BFLOAT16 = 8;
/** vLLM 0.32, `FlashInferBackend.supports_compute_capability`: Turing (7.5) is shut out until FlashInfer works there again. */
const FLASHINFER = { from: 8, to: 12.1 } as const;

/** What a card of this compute capability can do for an engine. An unknown one is taken to do none of it. */
export function capabilitiesOf(computeCapability: number | undefined): GpuCapabilities {
  const is = computeCapability ?? 0;
  const fp8Compute = is >= FP8_COMPUTE;
  return {
    fp8Compute,
    fp8Weights: is >= FP8_WEIGHTS,
    fp8KvCache: fp8Compute,
    flashInfer: is >= FLASHINFER.from && is <= FLASHINFER.to,
    bfloat16: is >= BFLOAT16,
    reason: reasonOf(computeCapability),
  };
}

function reasonOf(is: number | undefined): string {
  if (is === undefined) return 'the driver does not tell the compute capability, so nothing is taken for granted; a newer driver does';
  const shown = is.toFixed(1);
  if (is > FLASHINFER.to) return `compute capability ${shown} computes in FP8; FlashInfer is not released for it yet`;
  if (is >= FP8_COMPUTE) return `compute capability ${shown} computes in FP8 and runs FlashInfer`;
  if (is >= FLASHINFER.from) return `compute capability ${shown} runs FlashInfer; FP8 arithmetic and an fp8 KV cache need 8.9`;
  if (is >= FP8_WEIGHTS)
    return `compute capability ${shown} holds FP8 weights but multiplies in 16 bit; FlashInfer needs 8.0, an fp8 KV cache 8.9`;
  return `compute capability ${shown} is below the 7.5 that today's engines ask for; llama.cpp may still run on it`;
}
