// A new process of the cache service on a full store, until it is ready and has answered from it.
import { join } from 'node:path';
import { median } from '../lib/figures/percentiles.mjs';
import { MODELS, startCache, startNats } from '../lib/processes/services.mjs';
import { answer, question } from './inventory.mjs';

export const about = 'the cache service from its start until ready, with 100,000 answers kept';
export const models = MODELS;
export const targets = { cold_start_s: '< 1.5' };

const ENTRIES = 100_000;
const QUICK_ENTRIES = 10_000;
export async function run({ rounds, quick, log }, scope) {
  const dataDir = scope.folder();
  const entries = quick ? QUICK_ENTRIES : ENTRIES;
  log(`writing ${entries} answers with random vectors`);
  // Only now: it imports what was built.
  const { fill } = await import('./fill-store.mjs');
  await fill(join(dataDir, 'cache', 'semantic.db'), entries, MODELS[0]);
  const natsUrl = await startNats(scope);
  const starts = [];
  for (let round = 0; round < rounds + 2; round++) {
    starts.push(await coldStart(scope, { natsUrl, dataDir }, Math.floor((entries * (round + 1)) / (rounds + 3))));
    log(`start ${round + 1}: ${starts.at(-1).toFixed(2)} s`);
  }
  const figures = { cold_start_s: median(starts), cold_start_max_s: Math.max(...starts), entries };
  return { figures, samples: { cold_start_s: starts.length, cold_start_max_s: starts.length } };
}

/** The file is in the system's page cache after the first round; the process is new each time. */
async function coldStart(scope, { natsUrl, dataDir }, n) {
  const startedAt = performance.now();
  const cache = await startCache(scope, { natsUrl, dataDir });
  const health = await fetch(`${cache.url}/health/ready`);
  if (health.status !== 200) throw new Error(`not ready: ${await health.text()}`);
  const headers = { 'content-type': 'application/json' };
  const found = await fetch(`${cache.url}/get`, { method: 'POST', headers, body: JSON.stringify({ prompt: question(n) }) });
  const seconds = (performance.now() - startedAt) / 1_000;
  const reply = await found.json();
  if (reply.answer !== answer(n)) throw new Error(`the store gave another answer than was written: ${JSON.stringify(reply)}`);
  await cache.stop();
  return seconds;
}
