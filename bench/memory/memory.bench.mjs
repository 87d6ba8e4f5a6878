// What the five services take in one process, idle and under load. The mock engine is a process of its own: no chat model's weights are in it.
import { setTimeout as delay } from 'node:timers/promises';
import { uniquePrompt } from '../gateway/sides.mjs';
import { makeDocuments } from '../lib/load/documents.mjs';
import { upload } from '../lib/load/http.mjs';
import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { MOCK_MODEL, MODELS, startEngine, startStack } from '../lib/processes/services.mjs';
import { treeRssBytes } from '../lib/processes/process-tree.mjs';

export const about = 'resident memory of the five services in one process, idle and under load, without a chat model';
export const models = MODELS;
export const targets = { rss_mb: '< 800' };

const MIB = 1024 * 1024;
const SAMPLE_MS = 200;
const IDLE_SAMPLES = 10;
const DOCUMENTS = 40;
const QUICK_DOCUMENTS = 5;

export async function run({ seconds, rounds, quick, log }, scope) {
  const { urls, pid } = await startStack(scope, { engineUrl: (await startEngine(scope)).url });
  const idle = await sampled(pid, () => delay(SAMPLE_MS * IDLE_SAMPLES));
  log(`idle: ${toMiB(Math.max(...idle))} MiB`);
  const durationMs = seconds * rounds * 1_000;
  const load = await sampled(pid, () => loadAll(urls, durationMs, quick ? QUICK_DOCUMENTS : DOCUMENTS));
  const after = await sampled(pid, () => delay(SAMPLE_MS * IDLE_SAMPLES));
  const figures = {
    rss_mb: toMiB(Math.max(...load)),
    idle_rss_mb: toMiB(Math.max(...idle)),
    after_load_rss_mb: toMiB(after.at(-1)),
  };
  const samples = { rss_mb: load.length, idle_rss_mb: idle.length, after_load_rss_mb: after.length };
  return { figures, samples, notes: ["MiB, with child processes; the embedder's 34 MB of weights are counted in"] };
}

const toMiB = (bytes) => Math.round((bytes / MIB) * 10) / 10;

/** Everything at once: uploads, new and repeated questions, completions and streams. */
async function loadAll(urls, durationMs, documents) {
  const chat = { path: '/v1/chat/completions', headers: {}, model: MOCK_MODEL };
  const query = (question) => ({ path: '/query', body: JSON.stringify({ question }) });
  const runs = [
    {
      url: urls.orchestrator,
      connections: 4,
      request: (n) => query(`When does contract ${n} in Oslo expire, and what does clause ${n} say?`),
    },
    { url: urls.orchestrator, connections: 4, request: (n) => query(`How long is volume ${n % 50} kept?`) },
    { url: urls.inference, connections: 4, request: uniquePrompt(chat) },
    { url: urls.inference, connections: 4, request: uniquePrompt(chat, { stream: true }) },
  ];
  const uploads = async () => {
    for (const document of makeDocuments(documents)) await upload(urls.orchestrator, document);
  };
  const [, ...driven] = await Promise.all([uploads(), ...runs.map((plan) => drive({ ...plan, durationMs }))]);
  driven.forEach((run, n) => assertNoErrors(`${runs[n].url} (load ${n + 1})`, run));
}

async function sampled(pid, work) {
  const samples = [treeRssBytes(pid)];
  const timer = setInterval(() => samples.push(treeRssBytes(pid)), SAMPLE_MS);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return samples;
}
