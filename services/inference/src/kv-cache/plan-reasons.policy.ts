import type { VramPlan } from '@docmind/contracts';
import { capabilitiesOf } from '@docmind/hardware';
import { bytesOf } from './kv-dtype.policy.js';
import type { PlanGpu, PlanModel, PlanWish } from './vram-plan.types.js';

const GIB = 1_073_741_824;

export type PlanFigures = Omit<VramPlan, 'settings' | 'reasons'>;

export const gibibytes = (bytes: number) => `${(bytes / GIB).toFixed(2)} GiB`;
const count = (tokens: number) => tokens.toLocaleString('en-US');

/** The plan in sentences: what was taken, what had to give way, and what would help. */
export function planReasons(plan: PlanFigures, model: PlanModel, gpu: PlanGpu, wish: PlanWish): string[] {
  return [
    cardReason(plan, gpu),
    weightsReason(plan),
    kvReason(plan, model),
    contextReason(plan, model, wish),
    ...dtypeReasons(plan, gpu, wish),
  ];
}

function cardReason({ memory, gpuMemoryUtilization }: PlanFigures, { freeBytes, totalBytes }: PlanGpu): string {
  const taken = totalBytes - (freeBytes ?? totalBytes);
  const others = taken > 0.05 * totalBytes ? `; other programs hold ${gibibytes(taken)} now` : '';
  return `${gibibytes(memory.usable)} of the card's ${gibibytes(memory.total)} may be used (${gpuMemoryUtilization})${others}`;
}

function weightsReason({ memory }: PlanFigures): string {
  return `weights ${gibibytes(memory.weights)} by their files, other buffers ${gibibytes(memory.overhead)} estimated`;
}

function kvReason({ kvBytesPerToken, kvDtype, memory, maxModelLen, fits }: PlanFigures, { shape }: PlanModel): string {
  const layers = shape.groups
    .map((group) => `${group.layers} layers x ${group.numbersPerToken} numbers${windowOf(group.windowTokens)}`)
    .join(' + ');
  const cache = fits && memory.kvCache > 0 ? `, ${gibibytes(memory.kvCache)} at ${count(maxModelLen)} tokens` : '';
  return `KV cache ${count(kvBytesPerToken)} bytes a token (${shape.attention}: ${layers} x ${bytesOf(1, kvDtype)} bytes, ${kvDtype})${cache}`;
}

function windowOf(tokens: number | undefined): string {
  return tokens === undefined ? '' : ` of the last ${count(tokens)} tokens`;
}

function contextReason(plan: PlanFigures, { shape }: PlanModel, { contextTokens }: PlanWish): string {
  if (!plan.fits) return `it does not fit: ${helpFor(plan)}`;
  if (plan.gpuLayers < plan.layers) {
    return `not all of it fits: ${plan.gpuLayers} of ${plan.layers} layers on the GPU, the others on the CPU, which is slower`;
  }
  if (plan.maxModelLen < Math.min(contextTokens, shape.maxContextTokens)) {
    return `a context of ${count(plan.maxModelLen)} of the ${count(contextTokens)} tokens wanted is what is left for the KV cache`;
  }
  const most = shape.maxContextTokens < contextTokens ? `, the model's most,` : '';
  return `a context of ${count(plan.maxModelLen)} tokens${most} fits; all sequences together may hold ${count(plan.kvTokens)}`;
}

function helpFor({ memory, kvDtype, engine }: PlanFigures): string {
  const short = memory.weights + memory.overhead - memory.usable;
  if (short <= 0)
    return `what is left for the KV cache (${gibibytes(-short)}) holds no useful context; take a smaller KV type than ${kvDtype}`;
  const other = engine === 'vllm' ? ', or llama.cpp, which leaves layers to the CPU' : '';
  return `weights and buffers are ${gibibytes(short)} more than may be used; take a smaller or more strongly quantised model${other}`;
}

function dtypeReasons({ kvDtype, engine }: PlanFigures, { computeCapability }: PlanGpu, { kvDtype: wish }: PlanWish): string[] {
  const { fp8KvCache, reason } = capabilitiesOf(computeCapability);
  if (wish === 'auto') {
    if (engine !== 'vllm' || kvDtype === 'fp8') return [];
    return [fp8KvCache ? 'the KV cache stays in 16 bit, because the context fits so' : `the KV cache stays in 16 bit: ${reason}`];
  }
  if (wish === kvDtype) return [];
  const why = engine === 'vllm' && kvDtype !== 'fp8' ? reason : `${engine} has no ${wish}`;
  return [`the KV cache is ${kvDtype} and not ${wish}: ${why}`];
}
