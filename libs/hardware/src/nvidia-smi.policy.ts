import type { Gpu } from './gpu.js';

const MIB = 1_048_576;
/** More lines than these say nothing more. */
const MOST_UNREADABLE = 4;

/** What we ask for. Old drivers refuse the last two, and with them the whole query. */
export const GPU_FIELDS = [
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
  'compute_cap',
  'mig.mode.current',
] as const;
export type GpuField = (typeof GPU_FIELDS)[number];

export function queryOf(fields: readonly GpuField[]): readonly string[] {
  return [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
}

export interface ParsedGpus {
  readonly gpus: readonly Gpu[];
  /** Cards that can't be used and lines that describe no GPU, in plain words. */
  readonly notes: readonly string[];
}

/** Reads the answer to `queryOf(fields)`: a line a GPU, memory in MiB; `[N/A]`, `[Not Supported]` and the like become undefined. */
export function parseGpus(output: string, fields: readonly GpuField[] = GPU_FIELDS): ParsedGpus {
  const gpus: Gpu[] = [];
  const faults: string[] = [];
  const unreadable: string[] = [];
  for (const line of output.split(/\r?\n/).filter((text) => text.trim() !== '')) {
    const gpu = gpuOf(line, fields);
    if (SAYS_NOTHING.test(line)) continue;
    if (!gpu) unreadable.push(`nvidia-smi printed a line that describes no GPU: ${line.trim().slice(0, 120)}`);
    else if (NEEDS_RESET.test(line)) faults.push(resetNote(gpu));
    else gpus.push(gpu);
  }
  return { gpus, notes: [...faults, ...unreadable.slice(0, MOST_UNREADABLE)] };
}

const NEEDS_RESET = /\[GPU requires reset\]/i;
/** A lost card's row beside those of the others: `[Unknown Error]` in each cell. */
const SAYS_NOTHING = /^\s*\[[^\]]*\](\s*,\s*\[[^\]]*\])*\s*$/;

function resetNote({ index, name }: Gpu): string {
  return `GPU ${index} (${name}) runs nothing until it is reset: nvidia-smi --gpu-reset -i ${index} as root, or restart the machine`;
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
    sharesMemory: HAS_NONE_OF_ITS_OWN.test(cells.get('memory.total') ?? '') && number('compute_cap') !== undefined,
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

/** Said of memory by cards without any; a refusal or an error reads differently. */
const HAS_NONE_OF_ITS_OWN = /^\[(N\/A|Not Supported)\]$/i;

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[Insufficient Permissions]`, `N/A`, `ERR!`: said, but nothing known. */
function given(cell: string | undefined): string | undefined {
  return cell === undefined || /^(\[.*|N\/A|ERR!|)$/.test(cell) ? undefined : cell;
}

function numberOf(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

function timesMib(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * MIB;
}

export interface ToolFailure {
  /** ENOENT, EACCES, or the exit status. */
  readonly code: string | number | undefined;
  readonly timedOutAfterMs: number | undefined;
  readonly output: string;
}

/** The field that this driver doesn't know, as it names it. */
export function unknownField({ output }: ToolFailure): string | undefined {
  return /Field "([\w.]+)" is not a valid field to query/i.exec(output)?.[1];
}

const KNOWN_FAILURES: readonly (readonly [RegExp, string])[] = [
  [/version mismatch/i, 'the NVIDIA driver was updated and its kernel module is still the old one; restart the machine'],
  [/couldn't communicate with the nvidia driver/i, 'the NVIDIA driver is installed but not running; load it or restart the machine'],
  [/gpu is lost|unknown error|device handle/i, 'the NVIDIA driver lost a card; restart the machine, or the container if it runs in one'],
  [/no devices were found/i, 'the NVIDIA driver runs but finds no card'],
  [/blocked by the operating system/i, 'Windows keeps the GPU from WSL; update WSL with wsl --update and the Windows driver'],
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
