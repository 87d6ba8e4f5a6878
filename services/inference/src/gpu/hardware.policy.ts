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
  const gpus = visible.devices.map(gpuInfoOf);
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

function gpuInfoOf({ gpu, mig }: VisibleDevice): GpuInfo {
  const { fp8Compute, fp8KvCache, flashInfer, reason } = capabilitiesOf(gpu.computeCapability);
  return {
    index: gpu.index,
    uuid: mig?.uuid ?? gpu.uuid,
    name: gpu.name,
    migProfile: mig?.profile,
    computeCapability: gpu.computeCapability,
    driverVersion: gpu.driverVersion,
    totalBytes: mig?.totalBytes ?? gpu.totalBytes,
    // Nothing tells what of a slice is free; a slice is rarely shared.
    freeBytes: mig?.totalBytes ?? gpu.freeBytes,
    fp8: fp8Compute,
    fp8KvCache,
    flashInfer,
    reason,
  };
}

function deviceReason(survey: GpuSurvey, hiddenReason: string | undefined, gpus: readonly GpuInfo[], usable: readonly GpuInfo[]): string {
  if (usable.length > 0) return usable.map(({ name, migProfile }) => (migProfile ? `${name}, ${migProfile}` : name)).join('; ');
  const [gpu] = gpus;
  const why = gpu
    ? `${gpu.name} shares the machine's memory and tells none of its own`
    : (survey.reason ?? hiddenReason ?? 'there is no GPU');
  return `models run on the CPU: ${why}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
