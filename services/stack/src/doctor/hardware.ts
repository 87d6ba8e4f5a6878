import { availableParallelism, freemem, totalmem } from 'node:os';
import type { GpuInfo, HardwareInfo, KvDtype, VramPlan } from '@docmind/contracts';
import { NvidiaSmi } from '@docmind/hardware';
import { hardwareOf, type PlanGpu, planVram, shapeOfDescription } from '@docmind/inference';
import { environmentWith } from '@docmind/config';
import { describeModel, openModelStore } from '@docmind/models';
import { modelsDir } from '../models.js';
import type { StackConfig } from '../stack-config.js';
import type { Finding } from './finding.js';

const GIB = 1_073_741_824;
const LONGEST_CONTEXT_TOKENS = 131_072;

/** What this machine has to run models on, and what context the configured model could have there. */
export async function hardwareFindings(config: StackConfig): Promise<Finding[]> {
  const hardware = await detect(config);
  const notes = hardware.notes.map((says): Finding => ({ what: 'GPU', verdict: 'note', says }));
  if (hardware.device === 'cpu')
    return [{ what: 'GPU', verdict: 'note', says: hardware.reason }, ...notes, await planFinding(config, undefined)];
  return [...hardware.gpus.map(gpuFinding), ...notes, await planFinding(config, largest(hardware.gpus))];
}

async function detect({ inference }: StackConfig): Promise<Omit<HardwareInfo, 'watch'>> {
  const host = { cpuCores: availableParallelism(), ramTotalBytes: totalmem(), ramFreeBytes: freemem() };
  const survey = await new NvidiaSmi(inference.NVIDIA_SMI_COMMAND).survey();
  return hardwareOf(survey, inference.CUDA_VISIBLE_DEVICES ?? environmentWith({}).CUDA_VISIBLE_DEVICES, host);
}

function gpuFinding({ index, name, migProfile, totalBytes, freeBytes, reason }: GpuInfo): Finding {
  const memory = totalBytes === undefined ? 'memory not told' : `${gib(freeBytes)} of ${gib(totalBytes)} free`;
  return { what: `GPU ${index}`, verdict: 'ok', says: `${migProfile ? `${name}, ${migProfile}` : name}, ${memory}; ${reason}` };
}

function largest(gpus: readonly GpuInfo[]): GpuInfo | undefined {
  return [...gpus].sort((one, other) => (other.freeBytes ?? 0) - (one.freeBytes ?? 0))[0];
}

async function planFinding(config: StackConfig, gpu: GpuInfo | undefined): Promise<Finding> {
  const id = config.inference.INFERENCE_MODEL;
  const what = `plan for ${id}`;
  try {
    const plan = await planOf(openModelStore(modelsDir(config)).path(id).dir, gpu);
    return { what, verdict: plan.fits ? 'ok' : 'note', says: planSays(plan, gpu !== undefined) };
  } catch (thrown) {
    return { what, verdict: 'note', says: `none: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
}

async function planOf(dir: string, gpu: GpuInfo | undefined): Promise<VramPlan> {
  const description = await describeModel(dir);
  const engine = description.format === 'gguf' ? 'llamacpp' : 'vllm';
  const model = { shape: shapeOfDescription(description), weightsBytes: description.weightsBytes };
  return planVram(model, memoryOf(gpu), { engine, contextTokens: LONGEST_CONTEXT_TOKENS, kvDtype: gpu ? 'auto' : CPU_KV_DTYPE });
}

/** For the CPU the machine's memory takes the card's place. */
function memoryOf(gpu: GpuInfo | undefined): PlanGpu {
  if (gpu?.totalBytes === undefined) return { totalBytes: totalmem(), freeBytes: freemem() };
  return { totalBytes: gpu.totalBytes, freeBytes: gpu.freeBytes, computeCapability: gpu.computeCapability };
}

/** What the embedded engine keeps its cache in. */
const CPU_KV_DTYPE: KvDtype = 'fp16';

function planSays(plan: VramPlan, isOnGpu: boolean): string {
  if (!plan.fits) return plan.reasons.join('; ');
  const { maxModelLen, kvDtype, kvBytesPerToken, memory } = plan;
  const parts = `weights ${gib(memory.weights)}, KV cache ${gib(memory.kvCache)} (${kvBytesPerToken} bytes a token, ${kvDtype}), buffers about ${gib(memory.overhead)}`;
  const settings = isOnGpu ? `; ${plan.settings.map(({ name, value }) => `${name} ${value}`).join(' ')}` : '';
  return `up to ${maxModelLen} tokens of context ${isOnGpu ? 'on the GPU' : 'in memory'}: ${parts}${settings}`;
}

function gib(bytes: number | undefined): string {
  return bytes === undefined ? 'an unknown part' : `${(bytes / GIB).toFixed(2)} GiB`;
}
