import type { MigDevice } from './gpu.js';

const MIB = 1_048_576;
const GIGABYTE = 1_000_000_000;
/** A 1g.18gb of an H200 holds 16 GiB, 4.6 % less than its name says: the largest difference among today's profiles. */
const KEPT_OF_ITS_NAME = 0.95;

const GPU_LINE = /^GPU (\d+):/;
const MIG_LINE =
  /^\s+MIG\s+(?<profile>(?:\d+[a-z]\.)*(?<gigabytes>\d+)gb\S*)\s+Device\s+(?<device>\d+):\s+\(UUID:\s*(?<uuid>MIG-[^)\s]+)\)/i;
/** GPU, GPU instance, compute instance, MIG device | used / total: so since the first driver that knew MIG. */
const MEMORY_ROW = /^\|\s*(\d+)\s+\d+\s+\d+\s+(\d+)\s*\|\s*(\d+)MiB\s*\/\s*(\d+)MiB/;

interface Memory {
  readonly usedBytes: number;
  readonly totalBytes: number;
}

/**
 * The MIG devices of each GPU, by the GPU's index.
 * @param listing the answer to `nvidia-smi -L`: names and UUIDs
 * @param table the answer to plain `nvidia-smi`: the only place with their memory whose form has stayed; may be empty
 */
export function parseMigDevices(listing: string, table: string): ReadonlyMap<number, readonly MigDevice[]> {
  const memory = memoryOf(table);
  const found = new Map<number, MigDevice[]>();
  let index = -1;
  for (const line of listing.split(/\r?\n/)) {
    index = Number(GPU_LINE.exec(line)?.[1] ?? index);
    const mig = migDeviceOf(line, index, memory);
    if (mig) found.set(index, [...(found.get(index) ?? []), mig]);
  }
  return found;
}

function memoryOf(table: string): ReadonlyMap<string, Memory> {
  const rows = table.split(/\r?\n/).flatMap((line) => {
    const [, gpu, device, used, total] = MEMORY_ROW.exec(line) ?? [];
    const figures = { usedBytes: Number(used) * MIB, totalBytes: Number(total) * MIB };
    return gpu === undefined ? [] : [[`${gpu}/${device}`, figures] as const];
  });
  return new Map(rows);
}

function migDeviceOf(line: string, gpu: number, memory: ReadonlyMap<string, Memory>): MigDevice | undefined {
  const { profile = '', gigabytes, device, uuid = '' } = MIG_LINE.exec(line)?.groups ?? {};
  if (gigabytes === undefined) return undefined;
  const promised = Math.floor(Number(gigabytes) * GIGABYTE * KEPT_OF_ITS_NAME);
  return { uuid, profile, ...(memory.get(`${gpu}/${device}`) ?? { totalBytes: promised, usedBytes: undefined }) };
}
