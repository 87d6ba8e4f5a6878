import type { ModelEntry, ModelSourceEntry } from '@docmind/models';

/** What is there for a model, in bytes. */
export interface Room {
  /** Of a GPU; undefined where there is none. */
  readonly gpuBytes: number | undefined;
  readonly memoryBytes: number;
  readonly diskBytes: number;
  readonly cores: number;
}

export interface Candidate {
  readonly entry: ModelEntry;
  readonly downloadBytes: number;
  readonly memoryBytes: number;
  readonly rank: number;
  /** A rough figure, see `secondsOf`. */
  readonly seconds: number;
  readonly onGpu: boolean;
  /** Why it can't be had or run here. */
  readonly problem: string | undefined;
}

const PROMPT_TOKENS = 900;
const ANSWER_TOKENS = 100;
/** Orders of magnitude, of a few years' old hardware: what llama.cpp computes and reads a second. */
const CPU = { flopsPerCore: 25e9, bytesPerSecond: 10e9 };
const GPU = { flops: 10e12, bytesPerSecond: 250e9 };
/** The system and the other services want some, too. */
const SHARE_OF_MEMORY = 0.7;

/**
 * Models that may answer, best first. The first without a problem is the one to take.
 * @param reachable false with why for the kinds of source that can't be asked from here
 */
export function candidatesOf(
  entries: readonly ModelEntry[],
  room: Room,
  isInstalled: (id: string) => boolean,
  unreachable: (source: ModelSourceEntry) => string | undefined,
): Candidate[] {
  const candidates = entries.flatMap((entry) => (entry.answering ? [candidateOf(entry, entry.answering, room)] : []));
  return candidates
    .map((candidate) =>
      isInstalled(candidate.entry.id) ? candidate : { ...candidate, problem: candidate.problem ?? why(candidate, room, unreachable) },
    )
    .sort((left, right) => right.rank - left.rank);
}

/** Of the installed ones the best that fits; undefined where none does. */
export function bestInstalled(candidates: readonly Candidate[], isInstalled: (id: string) => boolean): string | undefined {
  return candidates.find(({ entry, problem }) => problem === undefined && isInstalled(entry.id))?.entry.id;
}

function candidateOf(entry: ModelEntry, answering: NonNullable<ModelEntry['answering']>, room: Room): Candidate {
  const { rank, downloadBytes, memoryBytes, parameters } = answering;
  const onGpu = room.gpuBytes !== undefined && room.gpuBytes >= memoryBytes;
  const fits = onGpu || memoryBytes <= room.memoryBytes * SHARE_OF_MEMORY;
  const seconds = secondsOf(parameters, downloadBytes, room.cores, onGpu);
  return { entry, rank, downloadBytes, memoryBytes, seconds, onGpu, problem: fits ? undefined : 'needs more memory than there is' };
}

/** Reading the prompt computes two operations a parameter and token; each token of the answer reads all weights once. */
function secondsOf(parameters: number, weightBytes: number, cores: number, onGpu: boolean): number {
  const flops = onGpu ? GPU.flops : CPU.flopsPerCore * cores;
  const bytesPerSecond = onGpu ? GPU.bytesPerSecond : CPU.bytesPerSecond;
  return (2 * parameters * PROMPT_TOKENS) / flops + (weightBytes * ANSWER_TOKENS) / bytesPerSecond;
}

function why(
  { entry, downloadBytes }: Candidate,
  { diskBytes }: Room,
  unreachable: (source: ModelSourceEntry) => string | undefined,
): string | undefined {
  if (downloadBytes > diskBytes) return 'needs more disk than there is';
  const reasons = entry.sources.map(unreachable);
  return reasons.some((reason) => reason === undefined) ? undefined : reasons.filter(Boolean).join('; ');
}
