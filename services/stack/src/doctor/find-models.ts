import { statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { environmentWith } from '@docmind/config';
import { type ModelSourceEntry, type ModelStore, unreachable } from '@docmind/models';
import { DEFAULT_MODELS } from '../config/models.js';
import type { StackConfig } from '../config/stack-config.js';
import { detect, largest } from './hardware.js';
import { bestInstalled, type Candidate, candidatesOf, type Room } from './recommend.policy.js';

/** Chat models of the catalogue for this machine, best first. */
export async function findModels(config: StackConfig, store: ModelStore): Promise<{ room: Room; candidates: Candidate[] }> {
  const room = await roomOf(config);
  const problems = await problemsOf(store);
  const problemOf = (source: ModelSourceEntry) => problems.get(keyOf(source));
  return { room, candidates: candidatesOf(store.catalogue.entries, room, (id) => isInstalled(store, id), problemOf) };
}

/** What `up` answers with where nobody named a model: the best that is installed and fits. No source is asked. */
export async function installedModel(config: StackConfig, store: ModelStore): Promise<string | undefined> {
  if (isModelNamed(config)) return undefined;
  const installed = (id: string) => isInstalled(store, id);
  return bestInstalled(
    candidatesOf(store.catalogue.entries, await roomOf(config), installed, () => 'not asked'),
    installed,
  );
}

/** By a variable, a file of backends, an LLM configuration, or because an engine of its own has one. */
function isModelNamed({ inference }: StackConfig): boolean {
  const isOwn = inference.INFERENCE_ENGINE !== 'llama' || inference.BACKENDS_FILE !== undefined;
  return isOwn || environmentWith({}).INFERENCE_MODEL !== undefined || inference.INFERENCE_MODEL !== DEFAULT_MODELS[0];
}

async function roomOf(config: StackConfig): Promise<Room> {
  const hardware = await detect(config);
  const { bavail, bsize } = await statfs('.');
  const gpuBytes = hardware.device === 'cpu' ? undefined : largest(hardware.gpus)?.freeBytes;
  return { gpuBytes, memoryBytes: totalmem(), diskBytes: bavail * bsize, cores: availableParallelism() };
}

/** Each place once: several models come from one hub. */
async function problemsOf(store: ModelStore): Promise<Map<string, string | undefined>> {
  const sources = new Map<string, ModelSourceEntry>();
  for (const { answering, sources: all } of store.catalogue.entries)
    if (answering) for (const source of all) sources.set(keyOf(source), source);
  return new Map(await Promise.all([...sources].map(async ([key, source]) => [key, await unreachable(source)] as const)));
}

function keyOf(source: ModelSourceEntry): string {
  return source.kind === 'pip' ? `pip ${source.package}` : source.kind;
}

function isInstalled(store: ModelStore, id: string): boolean {
  return store.list().some(({ entry, installed }) => installed && entry.id === id);
}
