import type { Gpu, MigDevice } from './gpu.js';

const MIB = 1_048_576;
const GIGABYTE = 1_000_000_000;

/** Every driver since 2017 knows these. */
const OLD_FIELDS = [
  'index',
  'uuid',
  'name',
  'driver_version',
  'memory.total',
  'memory.used',
  'memory.free',
  'utilization.gpu',
  'utilization.memory',
  'temperature.gpu',
  'power.draw',
  'clocks.sm',
  'clocks.mem',
  'pstate',
] as const;

export type GpuField = (typeof OLD_FIELDS)[number] | 'compute_cap' | 'mig.mode.current';

export const GPU_FIELDS: readonly GpuField[] = [...OLD_FIELDS, 'compute_cap', 'mig.mode.current'];
/** A driver that doesn't know a field refuses the whole query; then this one is asked. */
export const GPU_FIELDS_OF_OLD_DRIVERS: readonly GpuField[] = OLD_FIELDS;

export function queryOf(fields: readonly GpuField[]): readonly string[] {
  return [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
}

export interface ParsedGpus {
  readonly gpus: readonly Gpu[];
  /** Lines that describe no GPU. */
  readonly unreadable: readonly string[];
}

/** Reads the answer to `queryOf(fields)`: a line a GPU, memory in MiB; `[N/A]`, `[Not Supported]` and the like become undefined. */
export function parseGpus(output: string, fields: readonly GpuField[] = GPU_FIELDS): ParsedGpus {
  const gpus: Gpu[] = [];
  const unreadable: string[] = [];
  for (const line of output.split(/\r?\n/).filter((text) => text.trim() !== '')) {
    const gpu = gpuOf(line, fields);
    if (gpu) gpus.push(gpu);
    else unreadable.push(line.trim().slice(0, 120));
  }
  return { gpus, unreadable };
}

function gpuOf(line: string, fields: readonly GpuField[]): Gpu | undefined {
  const values = line.split(',').map((cell) => cell.trim());
  if (values.length !== fields.length) return undefined;
  const cells = new Map(fields.map((field, at) => [field, values[at] ?? '']));
  const text = (field: GpuField) => given(cells.get(field));
  const number = (field: GpuField) => numberOf(text(field));
  const bytes = (field: GpuField) => timesMib(number(field));
  const index = number('index');
  const name = text('name');
  if (index === undefined || !Number.isInteger(index) || name === undefined) return undefined;
  return {
    index,
    uuid: text('uuid') ?? `index-${index}`,
    name,
    computeCapability: number('compute_cap'),
    driverVersion: text('driver_version'),
    totalBytes: bytes('memory.total'),
    usedBytes: bytes('memory.used'),
    freeBytes: bytes('memory.free'),
    gpuPercent: number('utilization.gpu'),
    memoryPercent: number('utilization.memory'),
    temperatureCelsius: number('temperature.gpu'),
    powerWatts: number('power.draw'),
    smClockMhz: number('clocks.sm'),
    memoryClockMhz: number('clocks.mem'),
    performanceState: text('pstate'),
    isMigEnabled: text('mig.mode.current') === 'Enabled',
    migDevices: [],
  };
}

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[GPU requires reset]`, `N/A`: said, but nothing known. */
function given(cell: string | undefined): string | undefined {
  return cell === undefined || cell === '' || cell.startsWith('[') || cell === 'N/A' ? undefined : cell;
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function timesMib(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * MIB;
}

const GPU_LINE = /^GPU (\d+):/;
const MIG_LINE = /^\s+MIG\s+(?<profile>\S*?(?<gigabytes>\d+)gb\S*)\s+Device\s+\d+:\s+\(UUID:\s*(?<uuid>MIG-[^)\s]+)\)/i;

/** Reads `nvidia-smi -L`: the MIG devices of each GPU, by the GPU's index. */
export function parseMigDevices(listing: string): ReadonlyMap<number, readonly MigDevice[]> {
  const found = new Map<number, MigDevice[]>();
  let index = -1;
  for (const line of listing.split(/\r?\n/)) {
    index = Number(GPU_LINE.exec(line)?.[1] ?? index);
    const mig = migDeviceOf(line);
    if (mig) found.set(index, [...(found.get(index) ?? []), mig]);
  }
  return found;
}

function migDeviceOf(line: string): MigDevice | undefined {
  const { profile = '', gigabytes, uuid = '' } = MIG_LINE.exec(line)?.groups ?? {};
  return gigabytes === undefined ? undefined : { uuid, profile, totalBytes: Number(gigabytes) * GIGABYTE };
}

export interface ToolFailure {
  /** ENOENT, EACCES, or the exit status. */
  readonly code: string | number | undefined;
  readonly timedOutAfterMs: number | undefined;
  readonly output: string;
}

export function isUnknownField({ output }: ToolFailure): boolean {
  return /not a valid field to query/i.test(output);
}

const KNOWN_FAILURES: readonly (readonly [RegExp, string])[] = [
  [/version mismatch/i, 'the NVIDIA driver was updated and its kernel module is still the old one; restart the machine'],
  [/couldn't communicate with the nvidia driver/i, 'the NVIDIA driver is installed but not running; load it or restart the machine'],
  [/no devices were found/i, 'the NVIDIA driver runs but finds no card'],
  [/gpu is lost|unknown error|device handle/i, 'the NVIDIA driver lost a card; restart the machine, or the container if it runs in one'],
  [/insufficient permissions/i, 'this user may not open the GPU; in a container reserve the GPU with the capability "utility"'],
  [/libnvidia-ml/i, "the driver's library is not there; in a container set NVIDIA_DRIVER_CAPABILITIES=utility"],
];

/** One plain sentence: what the tool's failure means, and what would help. */
export function failureReason({ code, timedOutAfterMs, output }: ToolFailure): string {
  if (code === 'ENOENT') return 'nvidia-smi is not there, so no NVIDIA driver is installed (or none was handed to this container)';
  if (code === 'EACCES') return 'nvidia-smi may not be run by this user';
  if (timedOutAfterMs !== undefined) return `nvidia-smi gave no answer within ${timedOutAfterMs / 1_000} s; the driver may hang`;
  const known = KNOWN_FAILURES.find(([pattern]) => pattern.test(output));
  if (known) return known[1];
  const said = output.trim().split(/\r?\n/)[0]?.slice(0, 120);
  return `nvidia-smi failed with ${code ?? 'an unknown status'}${said ? `: ${said}` : ' and said nothing'}`;
}
