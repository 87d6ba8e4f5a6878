import { totalmem } from 'node:os';
import { NvidiaSmi, visibleDevices } from '@docmind/hardware';
import type { PlanGpu } from '@docmind/inference';

/** The card's whole memory: what is in use now may be the engine that these arguments are for. */
export async function ownGpu(cudaVisibleDevices: string | undefined): Promise<PlanGpu | undefined> {
  const [device] = visibleDevices((await new NvidiaSmi().survey()).gpus, cudaVisibleDevices).devices;
  if (!device) return undefined;
  const { mig, gpu } = device;
  const own = gpu.sharesMemory ? totalmem() : gpu.totalBytes;
  const totalBytes = mig?.totalBytes ?? own;
  return totalBytes === undefined ? undefined : { totalBytes, computeCapability: gpu.computeCapability };
}
