import type { EngineKind, KvDtype, VramPlan } from '@docmind/contracts';
import { capabilitiesOf } from '@docmind/hardware';
import { providerSettings } from './provider-settings.policy.js';
import { fitsHeads } from './kv-dtype.policy.js';
import { kvBytes, kvBytesPerToken, longestSequence } from './kv-size.policy.js';
import type { ModelShape } from './model-shape.js';
import { overheadBytes } from './overhead.policy.js';
import { planReasons } from './plan-reasons.policy.js';
import type { PlanGpu, PlanModel, PlanWish } from './vram-plan.types.js';

const GIB = 1_073_741_824;
/** A desktop, other programs and the driver's own growth; 0.92 on a card of 16 GB. Assumed, not measured. */
const LEFT_TO_OTHERS_BYTES = 1.25 * GIB;
/** Below the watch's threshold of 0.95, or an engine that is only loaded would look like one that runs out of memory. */
const MOST_OF_A_CARD = 0.93;
/** A shorter context answers no question about documents. */
const SHORTEST_CONTEXT_TOKENS = 2_048;
const CONTEXT_STEP_TOKENS = 1_024;
/** Sequences are a quarter full on average. */
const SEQUENCES_PER_FULL_CONTEXT = 4;
const MOST_SEQUENCES = 256;

/** How a model is best run on one card: context, KV type, sequences and the part of the card, with what doesn't fit and why. */
export function planVram(model: PlanModel, gpu: PlanGpu, wish: PlanWish): VramPlan {
  const utilization = utilizationOf(gpu);
  const usable = utilization * gpu.totalBytes;
  const batchedTokens = batchedTokensFor(gpu.totalBytes);
  const wanted = Math.min(wish.contextTokens, model.shape.maxContextTokens);
  const first = overheadBytes(wish.engine, model.shape, { batchedTokens, sequences: wish.sequences ?? SEQUENCES_PER_FULL_CONTEXT });
  const choice = chooseDtype(model, gpu, wish, { wanted, budget: usable - model.weightsBytes - first });
  const sequences = sequencesFor(model.shape, choice, wish, { wanted, budget: usable - model.weightsBytes - first });
  const overhead = overheadBytes(wish.engine, model.shape, { batchedTokens, sequences });
  const budget = Math.max(0, usable - model.weightsBytes - overhead);
  const context = contextFor(model.shape, choice, budget, wanted);
  const numbers = { utilization, usable, overhead, budget, batchedTokens, sequences, context, dtype: choice };
  return assemble(model, gpu, wish, numbers);
}

interface Numbers {
  readonly utilization: number;
  readonly usable: number;
  readonly overhead: number;
  readonly budget: number;
  readonly batchedTokens: number;
  readonly sequences: number;
  readonly context: number;
  readonly dtype: KvDtype;
}

function assemble(model: PlanModel, gpu: PlanGpu, wish: PlanWish, numbers: Numbers): VramPlan {
  const { shape, weightsBytes } = model;
  const extent = extentOf(model, wish, numbers);
  const perToken = kvBytesPerToken(shape, numbers.dtype);
  const plan = {
    engine: wish.engine,
    ...extent,
    maxNumBatchedTokens: numbers.batchedTokens,
    gpuMemoryUtilization: numbers.utilization,
    kvDtype: numbers.dtype,
    kvBytesPerToken: perToken,
    kvTokens: Math.floor(numbers.budget / perToken),
    layers: shape.layers,
    memory: {
      total: gpu.totalBytes,
      usable: Math.floor(numbers.usable),
      weights: weightsBytes,
      kvCache: kvBytes(shape, numbers.dtype, extent.maxModelLen),
      overhead: Math.ceil(numbers.overhead),
    },
  };
  return { ...plan, settings: plan.fits ? providerSettings(plan) : [], reasons: planReasons(plan, model, gpu, wish) };
}

/** Whole on the card, in part (llama.cpp and Ollama), or not at all. */
function extentOf(model: PlanModel, wish: PlanWish, numbers: Numbers): Pick<VramPlan, 'fits' | 'maxModelLen' | 'maxNumSeqs' | 'gpuLayers'> {
  const wanted = Math.min(wish.contextTokens, model.shape.maxContextTokens);
  if (numbers.context >= Math.min(SHORTEST_CONTEXT_TOKENS, wanted)) {
    return { fits: true, maxModelLen: numbers.context, maxNumSeqs: numbers.sequences, gpuLayers: model.shape.layers };
  }
  const gpuLayers = partOfLayers(model, wish, numbers);
  if (gpuLayers === 0) return { fits: false, maxModelLen: 0, maxNumSeqs: 0, gpuLayers };
  return { fits: true, maxModelLen: wanted, maxNumSeqs: 1, gpuLayers };
}

/** The part of the card that an engine may take, in hundredths: vLLM refuses to start when more than that isn't free. */
function utilizationOf({ totalBytes, freeBytes }: PlanGpu): number {
  const left = Math.min((totalBytes - LEFT_TO_OTHERS_BYTES) / totalBytes, (freeBytes ?? totalBytes) / totalBytes, MOST_OF_A_CARD);
  return Math.max(0, Math.floor(left * 100) / 100);
}

/** Larger batches read prompts faster and need more memory for activations. */
function batchedTokensFor(totalBytes: number): number {
  if (totalBytes < 10 * GIB) return 1_024;
  if (totalBytes < 20 * GIB) return 2_048;
  return totalBytes < 40 * GIB ? 4_096 : 8_192;
}

/** 16 bit where the context fits, for it loses nothing; else the best that card and engine can do. */
function chooseDtype(model: PlanModel, gpu: PlanGpu, wish: PlanWish, room: { wanted: number; budget: number }): KvDtype {
  const { shape } = model;
  const candidates: readonly KvDtype[] = wish.engine === 'vllm' ? vllmDtypes(gpu) : ['fp16', 'q8_0'];
  if (wish.kvDtype !== 'auto') return askedDtype(wish.kvDtype, wish.engine, candidates);
  const possible = candidates.filter((dtype) => shape.groups.every(({ headDims }) => fitsHeads(dtype, headDims)));
  return possible.find((dtype) => kvBytes(shape, dtype, room.wanted) <= room.budget) ?? possible.at(-1) ?? 'fp16';
}

/** What was asked for, or what comes nearest to it on this engine and card. */
function askedDtype(asked: KvDtype, engine: EngineKind, candidates: readonly KvDtype[]): KvDtype {
  if (engine !== 'vllm') return asked === 'fp8' ? 'q8_0' : asked;
  const isSixteenBit = asked === 'fp16' || asked === 'bf16';
  if (isSixteenBit) return asked;
  return candidates.at(-1) ?? 'fp16';
}

function vllmDtypes({ computeCapability }: PlanGpu): readonly KvDtype[] {
  const { bfloat16, fp8KvCache } = capabilitiesOf(computeCapability);
  return [bfloat16 ? 'bf16' : 'fp16', ...(fp8KvCache ? (['fp8'] as const) : [])];
}

function sequencesFor(shape: ModelShape, dtype: KvDtype, wish: PlanWish, { wanted, budget }: { wanted: number; budget: number }): number {
  if (wish.sequences !== undefined) return wish.sequences;
  // llama.cpp and Ollama divide the context between their slots, so more of them would shorten it.
  if (wish.engine !== 'vllm') return 1;
  const context = Math.max(1, longestSequence(shape, dtype, budget, wanted));
  const fullContexts = budget / Math.max(1, kvBytes(shape, dtype, context));
  return Math.min(MOST_SEQUENCES, Math.max(1, Math.floor(SEQUENCES_PER_FULL_CONTEXT * fullContexts)));
}

function contextFor(shape: ModelShape, dtype: KvDtype, budget: number, wanted: number): number {
  const fits = longestSequence(shape, dtype, budget, wanted);
  return fits === wanted ? wanted : Math.floor(fits / CONTEXT_STEP_TOKENS) * CONTEXT_STEP_TOKENS;
}

/** llama.cpp and Ollama leave layers that don't fit to the CPU; each takes its share of weights and cache along. */
function partOfLayers({ shape, weightsBytes }: PlanModel, wish: PlanWish, { usable, overhead, dtype }: Numbers): number {
  if (wish.engine === 'vllm') return 0;
  const cache = kvBytes(shape, dtype, Math.min(wish.contextTokens, shape.maxContextTokens));
  const perLayer = (weightsBytes + cache) / shape.layers;
  return Math.max(0, Math.min(shape.layers - 1, Math.floor((usable - overhead) / perLayer)));
}
