import { createInterface } from 'node:readline/promises';
import { openModelStore } from '@docmind/models';
import { modelsDir } from '../config/models.js';
import { loadStackConfig } from '../config/stack-config.js';
import { findModels } from '../doctor/find-models.js';
import type { Candidate, Room } from '../doctor/recommend.policy.js';
import { pullModels } from './models.command.js';
import { say, table } from './terminal.js';

const GB = 1e9;

export interface RecommendOptions {
  readonly dataDir?: string;
  readonly yes?: boolean;
}

/** Says which chat model is the best for this machine and what it costs, and fetches it after one yes. */
export async function recommendModel({ dataDir, yes = false }: RecommendOptions): Promise<void> {
  const config = loadStackConfig({ DOCMIND_DATA_DIR: dataDir });
  const store = openModelStore(modelsDir(config));
  const { room, candidates } = await findModels(config, store);
  say(`${machine(room)}\n`);
  say(table([['model', 'download', 'memory', 'an answer', 'here'], ...candidates.map(rowOf)]));
  const best = candidates.find(({ problem }) => problem === undefined);
  if (best === undefined) return say('\nNone of them can be had and run here.');
  const { entry, onGpu } = best;
  say(`\n${entry.id}: ${entry.title}, ${entry.licence}. ${entry.description}`);
  say(
    `It would run ${onGpu ? 'on the GPU' : 'on the CPU'}; the time of an answer is a rough estimate for 900 tokens of passages and 100 of answer.`,
  );
  if (store.list().some(({ entry: { id }, installed }) => installed && id === entry.id))
    return say('It is installed; docmind up takes it.');
  if (!(yes || (await isWanted(best)))) return say(`Not fetched. To do it later: npm run docmind -- models pull ${entry.id}`);
  await pullModels([entry.id], { dataDir });
  say('docmind up takes it from now on.');
}

function machine({ gpuBytes, memoryBytes, diskBytes, cores }: Room): string {
  const gpu = gpuBytes === undefined ? 'no GPU' : `a GPU with ${gigabytes(gpuBytes)} free`;
  return `This machine: ${gpu}, ${gigabytes(memoryBytes)} memory, ${cores} cores, ${gigabytes(diskBytes)} of disk free`;
}

function rowOf({ entry, downloadBytes, memoryBytes, seconds, problem }: Candidate): string[] {
  const time = seconds < 1 ? 'below 1 s' : `about ${Math.round(seconds)} s`;
  return [entry.id, gigabytes(downloadBytes), gigabytes(memoryBytes), time, problem ?? 'yes'];
}

async function isWanted({ entry, downloadBytes }: Candidate): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Fetch ${entry.id}, ${gigabytes(downloadBytes)}? [y/N] `);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / GB).toFixed(1)} GB`;
}
