import type { AllocationRequest, DeviceAllocation, GpuInfo, HardwareInfo } from '@docmind/contracts';

const GIB = 1_073_741_824;
/** KV cache and buffers of a modest context, where nobody said how much. */
const WORKING_PART = 0.2;
/** Left to the system beside a model on the CPU. */
const RAM_LEFT_BYTES = 2 * GIB;

type Machine = Pick<HardwareInfo, 'gpus' | 'reason' | 'ramFreeBytes'>;

/** Quantizations that only some cards run, and what they need. The others run anywhere. */
const NEEDS: Partial<Readonly<Record<AllocationRequest['quantization'], { readonly capability: number; readonly what: string }>>> = {
  fp8: { capability: 7.5, what: 'FP8 weights' },
  awq: { capability: 7.5, what: 'AWQ weights' },
  gptq: { capability: 6, what: 'GPTQ weights' },
  bf16: { capability: 8, what: 'bfloat16' },
};

/**
 * Where a model of this size goes: one GPU when it fits, the tightest that does, so that a larger one stays free for others; else the fewest
 * equal shares over GPUs, a power of two of them, as tensor parallelism wants it; else the CPU; else nowhere, with what is missing.
 */
export function allocateModel({ modelBytes, quantization, workingBytes }: AllocationRequest, machine: Machine): DeviceAllocation {
  const working = workingBytes ?? Math.ceil(modelBytes * WORKING_PART);
  const { able, reasons } = ableGpus(machine, quantization);
  const one = tightest(able, modelBytes + working);
  if (one)
    return onGpus([one], modelBytes + working, [
      ...reasons,
      `fits on one GPU: ${gib(one.freeBytes)} are free, ${gib(modelBytes + working)} needed`,
    ]);
  const several = equalShares(able, modelBytes + working);
  if (several) {
    return onGpus(several, modelBytes + working, [
      ...reasons,
      `no single GPU has ${gib(modelBytes + working)} free; ${several.length} share it equally`,
    ]);
  }
  const short =
    able.length > 0
      ? [
          `${gib(modelBytes + working)} fit on no GPU: ${able.map(({ name, freeBytes }) => `${name} has ${gib(freeBytes)} free`).join(', ')}`,
        ]
      : [];
  return onCpu(modelBytes + working, quantization, machine, [...reasons, ...short]);
}

interface AbleGpu extends GpuInfo {
  readonly freeBytes: number;
}

function ableGpus({ gpus, reason }: Machine, quantization: AllocationRequest['quantization']): { able: AbleGpu[]; reasons: string[] } {
  if (gpus.length === 0) return { able: [], reasons: [reason] };
  const need = NEEDS[quantization];
  const reasons: string[] = [];
  const able = gpus.flatMap((gpu) => {
    const { freeBytes } = gpu;
    if (freeBytes === undefined) reasons.push(`${gpu.name} does not tell its memory`);
    else if (need && (gpu.computeCapability ?? 0) < need.capability)
      reasons.push(`${gpu.name} cannot run ${need.what}: it needs compute capability ${need.capability.toFixed(1)}`);
    else return [{ ...gpu, freeBytes }];
    return [];
  });
  return { able, reasons };
}

function tightest(gpus: readonly AbleGpu[], needed: number): AbleGpu | undefined {
  return gpus.filter(({ freeBytes }) => freeBytes >= needed).sort((one, other) => one.freeBytes - other.freeBytes)[0];
}

function equalShares(gpus: readonly AbleGpu[], needed: number): AbleGpu[] | undefined {
  const byFree = gpus.filter(({ migProfile }) => migProfile === undefined).sort((one, other) => other.freeBytes - one.freeBytes);
  for (let count = 2; count <= byFree.length; count *= 2) {
    const chosen = byFree.slice(0, count);
    if (chosen.every(({ freeBytes }) => freeBytes >= needed / count)) return chosen;
  }
  return undefined;
}

function onGpus(gpus: readonly AbleGpu[], needed: number, reasons: string[]): DeviceAllocation {
  const bytes = Math.ceil(needed / gpus.length);
  return {
    device: 'gpu',
    gpus: gpus.map(({ index, uuid, name }) => ({ index, uuid, name, bytes })),
    tensorParallelSize: gpus.length,
    reasons,
  };
}

function onCpu(needed: number, quantization: string, { ramFreeBytes }: Machine, reasons: string[]): DeviceAllocation {
  const none = { gpus: [], tensorParallelSize: 1 };
  if (quantization === 'fp8' || quantization === 'awq' || quantization === 'gptq') {
    return { ...none, device: 'none', reasons: [...reasons, `${quantization} weights need a GPU; take a GGUF file for the CPU`] };
  }
  if (needed + RAM_LEFT_BYTES > ramFreeBytes) {
    return {
      ...none,
      device: 'none',
      reasons: [
        ...reasons,
        `the CPU's memory holds it neither: ${gib(ramFreeBytes)} are free, ${gib(needed)} needed and 2.00 GiB left to the system`,
      ],
    };
  }
  return {
    ...none,
    device: 'cpu',
    reasons: [...reasons, `runs on the CPU: ${gib(ramFreeBytes)} of memory are free, ${gib(needed)} needed`],
  };
}

function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(2)} GiB`;
}
