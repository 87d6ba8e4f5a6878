import { availableParallelism, freemem, totalmem } from 'node:os';
import type { GpuInfo, HardwareInfo, KvDtype, VramPlan } from '@docmind/contracts';
import { NvidiaSmi } from '@docmind/hardware';
import { hardwareOf, type PlanGpu, planVram, shapeOfDescription } from '@docmind/inference';
import { environmentWith } from '@docmind/config';
import { describeModel, openModelStore } from '@docmind/models';
import { modelsDir } from '../config/models.js';
import type { StackConfig } from '../config/stack-config.js';
import type { Finding } from './finding.js';

const GIB = 1_073_741_824;
const LONGEST_CONTEXT_TOKENS = 131_072;

/** What this machine has to run models on, and what context the configured model could have there. */
export async function hardwareFindings(config: StackConfig): Promise<Finding[]> {
  const hardware = await detect(config);
  const notes = hardware.notes.map((says): Finding => ({ what: 'GPU', verdict: 'note', says }));
  if (hardware.device === 'cpu')
    return [{ what: 'GPU', verdict: 'note', says: hardware.reason }, ...notes, ...(await planFindings(config, undefined))];
  return [...hardware.gpus.map(gpuFinding), ...notes, ...(await planFindings(config, largest(hardware.gpus)))];
}

export async function detect({ inference }: StackConfig): Promise<Omit<HardwareInfo, 'watch'>> {
  const host = { cpuCores: availableParallelism(), ramTotalBytes: totalmem(), ramFreeBytes: freemem() };
  const survey = await new NvidiaSmi(inference.NVIDIA_SMI_COMMAND).survey();
  return hardwareOf(survey, inference.CUDA_VISIBLE_DEVICES ?? environmentWith({}).CUDA_VISIBLE_DEVICES, host);
}

function gpuFinding({ index, name, migProfile, totalBytes, freeBytes, sharesMemory, reason }: GpuInfo): Finding {
  const whose = sharesMemory ? " of the machine's memory" : '';
  const memory = totalBytes === undefined ? 'memory not told' : `${gib(freeBytes)} of ${gib(totalBytes)}${whose} free`;
  return { what: `GPU ${index}`, verdict: 'ok', says: `${migProfile ? `${name}, ${migProfile}` : name}, ${memory}; ${reason}` };
}

export function largest(gpus: readonly GpuInfo[]): GpuInfo | undefined {
  return [...gpus].sort((one, other) => (other.freeBytes ?? 0) - (one.freeBytes ?? 0))[0];
}

async function planFindings(config: StackConfig, gpu: GpuInfo | undefined): Promise<Finding[]> {
  const id = config.inference.INFERENCE_MODEL;
  const what = `plan for ${id}`;
  try {
    const plan = await planOf(openModelStore(modelsDir(config)).path(id).dir, gpu);
    return [{ what, verdict: plan.fits ? 'ok' : 'note', says: planSays(plan, gpu) }, ...settingsFindings(plan, config)];
  } catch (thrown) {
    return [{ what, verdict: 'note', says: `none: ${thrown instanceof Error ? thrown.message : String(thrown)}` }];
  }
}

/** The embedded engine has one setting for it; a server is started with its own. */
function settingsFindings(plan: VramPlan, { inference }: StackConfig): Finding[] {
  if (!plan.fits) return [];
  if (inference.INFERENCE_ENGINE === 'llama') {
    const now = `LLAMA_CONTEXT_TOKENS reserves ${count(inference.LLAMA_CONTEXT_TOKENS)} tokens of it`;
    return [{ what: 'embedded engine', verdict: 'ok', says: now }];
  }
  const what = plan.engine === 'vllm' ? 'flags for vLLM' : 'flags for llama-server';
  return [{ what, verdict: 'ok', says: plan.settings.map(({ name, value }) => `${name} ${value}`).join(' ') }];
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

function planSays(plan: VramPlan, gpu: GpuInfo | undefined): string {
  if (!plan.fits) return plan.reasons.join('; ');
  const { maxModelLen, gpuLayers, layers, kvDtype, kvBytesPerToken, memory } = plan;
  const where = gpu === undefined ? 'in memory' : `on GPU ${gpu.index}`;
  const part = gpuLayers < layers ? `, ${gpuLayers} of ${layers} layers there and the others on the CPU` : '';
  const cache = `KV cache ${gib(memory.kvCache)} (${count(kvBytesPerToken)} bytes a token, ${kvDtype})`;
  return `up to ${count(maxModelLen)} tokens of context ${where}${part}: weights ${gib(memory.weights)}, ${cache}, buffers about ${gib(memory.overhead)}`;
}

function count(tokens: number): string {
  return tokens.toLocaleString('en-US');
}

function gib(bytes: number | undefined): string {
  return bytes === undefined ? 'an unknown part' : `${(bytes / GIB).toFixed(2)} GiB`;
}
