import type { Gpu } from '@docmind/hardware';
import type { GpuReading } from './gpu-probe.port.js';

/** Memory is summed, use averaged over the cards that tell it; undefined where no card tells its memory. */
export function sumOfGpus(gpus: readonly Gpu[]): GpuReading | undefined {
  const cards = gpus.filter(({ usedBytes, totalBytes }) => usedBytes !== undefined && totalBytes !== undefined);
  if (cards.length === 0) return undefined;
  const uses = cards.flatMap(({ gpuPercent }) => (gpuPercent === undefined ? [] : [gpuPercent]));
  return {
    usedBytes: sum(cards.map(({ usedBytes }) => usedBytes ?? 0)),
    totalBytes: sum(cards.map(({ totalBytes }) => totalBytes ?? 0)),
    percent: uses.length === 0 ? 0 : sum(uses) / uses.length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
