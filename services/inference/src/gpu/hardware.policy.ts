import type { GpuInfo, HardwareInfo } from '@docmind/contracts';
import { capabilitiesOf, type GpuSurvey, type VisibleDevice, visibleDevices } from '@docmind/hardware';

export interface HostFigures {
  readonly cpuCores: number;
  readonly ramTotalBytes: number;
  readonly ramFreeBytes: number;
}

/** What an engine started here would find: the GPUs that CUDA_VISIBLE_DEVICES leaves, or the CPU and why. */
export function hardwareOf(survey: GpuSurvey, cudaVisibleDevices: string | undefined, host: HostFigures): Omit<HardwareInfo, 'watch'> {
  const visible = visibleDevices(survey.gpus, cudaVisibleDevices);
  const gpus = visible.devices.map((device) => gpuInfoOf(device, host));
  const usable = gpus.filter(({ totalBytes }) => totalBytes !== undefined);
  return {
    gpus,
    device: usable.length > 0 ? 'gpu' : 'cpu',
    reason: deviceReason(survey, visible.reason, gpus, usable),
    vramTotalBytes: sum(usable.map(({ totalBytes }) => totalBytes ?? 0)),
    vramFreeBytes: sum(usable.map(({ freeBytes }) => freeBytes ?? 0)),
    ...host,
    notes: [...survey.notes, ...visible.notes],
  };
}

/** Where the card uses the machine's memory this part of it stays with the system and our own services. Assumed, not measured. */
const SYSTEM_PART = 0.1;

function gpuInfoOf({ gpu, mig }: VisibleDevice, host: HostFigures): GpuInfo {
  const { fp8Compute, fp8KvCache, flashInfer, reason } = capabilitiesOf(gpu.computeCapability);
  return {
    index: gpu.index,
    uuid: mig?.uuid ?? gpu.uuid,
    name: gpu.name,
    migProfile: mig?.profile,
    computeCapability: gpu.computeCapability,
    driverVersion: gpu.driverVersion,
    ...memoryOf({ gpu, mig }, host),
    fp8: fp8Compute,
    fp8KvCache,
    flashInfer,
    reason,
  };
}

function memoryOf({ gpu, mig }: VisibleDevice, host: HostFigures): Pick<GpuInfo, 'totalBytes' | 'freeBytes' | 'sharesMemory'> {
  if (mig) return { totalBytes: mig.totalBytes, freeBytes: mig.totalBytes - (mig.usedBytes ?? 0) };
  if (!gpu.sharesMemory) return { totalBytes: gpu.totalBytes, freeBytes: gpu.freeBytes };
  const freeBytes = Math.max(0, Math.floor(host.ramFreeBytes - SYSTEM_PART * host.ramTotalBytes));
  return { totalBytes: host.ramTotalBytes, freeBytes, sharesMemory: true };
}

function deviceReason(survey: GpuSurvey, hiddenReason: string | undefined, gpus: readonly GpuInfo[], usable: readonly GpuInfo[]): string {
  if (usable.length > 0) return usable.map(({ name, migProfile }) => (migProfile ? `${name}, ${migProfile}` : name)).join('; ');
  const [gpu] = gpus;
  const why = gpu ? `the driver does not tell the memory of ${gpu.name}` : (survey.reason ?? hiddenReason ?? 'there is no GPU');
  return `models run on the CPU: ${why}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
