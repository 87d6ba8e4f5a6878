import type { GpuReading } from './gpu-probe.port.js';

const MIB = 1_048_576;

/** Reads `memory.used, memory.total, utilization.gpu` (MiB, MiB, %), a line a GPU: memory is summed, use averaged. */
export function parseNvidiaSmi(output: string): GpuReading | undefined {
  const gpus = output
    .split('\n')
    .map((line) => line.split(',').map((cell) => Number.parseFloat(cell)))
    .filter(([used, total]) => Number.isFinite(used) && Number.isFinite(total));
  if (gpus.length === 0) return undefined;
  const sum = (column: number) => gpus.reduce((total, cells) => total + finite(cells[column]), 0);
  return { usedBytes: sum(0) * MIB, totalBytes: sum(1) * MIB, percent: sum(2) / gpus.length };
}

/** Some GPUs print [N/A] for their use. */
function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
