// Where each millisecond of a hit by meaning goes, and what onnxruntime's settings do to the largest part of it, the embedding.
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fill } from '../cache/lookups.mjs';
import { paraphrase, storedAnswer } from '../cache/questions.mjs';
import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';
import { startNode } from '../lib/processes/processes.mjs';
import { MODELS, modelsDir, startCache, startNats } from '../lib/processes/services.mjs';

export const about = "where each millisecond of a hit by meaning goes, and the embedder under each of onnxruntime's settings";
export const models = MODELS;
export const options = { model: { type: 'string' } };
export const targets = { semantic_p50_ms: '< 5', semantic_p99_ms: '< 10' };

const ENTRIES = 5_000;
const QUICK_ENTRIES = 500;
const LOOKUPS = 900;
const WARM_UP = 50;
const RUNS = 60;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

export async function run({ rounds, quick, model, log }, scope) {
  const stages = await measureStages({ entries: quick ? QUICK_ENTRIES : ENTRIES, log }, scope);
  log("the model under onnxruntime's settings, idle and with one or all cores taken");
  const settings = await measureSettings({ rounds, runs: quick ? RUNS / 3 : RUNS, others: model }, scope);
  return {
    figures: { ...stages.figures, ...settings.figures },
    samples: { ...stages.samples, ...settings.samples },
    notes: [...stages.notes, ...settings.notes],
  };
}

async function measureStages({ entries, log }, scope) {
  const cache = await startCache(scope, { natsUrl: await startNats(scope), preload: here('stage-times.mjs') });
  log(`storing ${entries} answers`);
  await fill(cache.url, entries);
  log('lookups by meaning');
  const count = Math.min(LOOKUPS, entries - WARM_UP);
  await lookUp(cache, { from: 0, count: WARM_UP });
  const hits = await lookUp(cache, { from: WARM_UP, count });
  if (hits.length < count / 2) throw new Error(`only ${hits.length} of ${count} paraphrases were recognised`);
  await cache.stop();
  const named = Object.keys(hits[0]).map((stage) => [stage, hits.map((hit) => hit[stage])]);
  return {
    figures: Object.fromEntries(
      named.flatMap(([stage, times]) => [
        [`${stage}_p50_ms`, p50(times)],
        [`${stage}_p99_ms`, p99(times)],
      ]),
    ),
    samples: Object.fromEntries(named.flatMap(([stage]) => [`${stage}_p50_ms`, `${stage}_p99_ms`].map((key) => [key, hits.length]))),
    notes: [`${entries} answers in one scope; the stages' medians need not add up to the whole's`],
  };
}

/** @returns each hit's stages; a paraphrase that was not recognised is left out, another answer than the right one fails the run */
async function lookUp(cache, { from, count }) {
  const found = [];
  const check = (status, body, n) => {
    const { answer } = status === 200 ? JSON.parse(body) : {};
    found.push(answer !== null);
    return answer === null || answer === storedAnswer(from + n);
  };
  await cache.ask('stages');
  const request = (n) => ({ path: '/get', body: JSON.stringify({ prompt: paraphrase(from + n) }) });
  const run = await drive({ url: cache.url, connections: 1, count, request, check });
  assertNoErrors('the cache', run);
  const stages = await cache.ask('stages');
  if (stages.length !== count)
    throw new Error(`${stages.length} lookups in the service for ${count} over HTTP: their stages can't be told apart`);
  return stages.map((stage, n) => partsOf(stage, run.latenciesMs[n])).filter((_parts, n) => found[n]);
}

/** Parts that don't overlap, and the whole. */
function partsOf({ lookup, exactTier, embed, worker, tokenise, onnx, near, vectorSearch, decision }, semantic) {
  return {
    semantic,
    http: semantic - lookup,
    exact_tier: exactTier,
    thread_hop: embed - worker,
    tokenise,
    onnx,
    pooling: worker - tokenise - onnx,
    vector_search: vectorSearch,
    entry_fetch: near - vectorSearch,
    decision,
    other: lookup - exactTier - embed - near - decision,
  };
}

async function measureSettings({ rounds, runs, others }, scope) {
  const own = { name: 'own', path: join(modelsDir(), MODELS[0], 'model.onnx') };
  const builds = (others ?? '').split(',').filter(Boolean);
  const plan = { models: [own, ...builds.map((path) => ({ name: nameOf(path), path }))], rounds, runs, folder: scope.folder() };
  const side = await startNode(scope, here('session-options.process.mjs'), {
    env: { PLAN: JSON.stringify(plan), ORT_DISABLE_TELEMETRY: '1' },
  });
  const tokens = await side.ask('tokens');
  const parts = [];
  for (const state of ['idle', 'one_busy', 'all_busy']) parts.push(figuresOf(state === 'idle' ? '' : `${state}_`, await side.ask(state)));
  await side.stop();
  return {
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
    samples: Object.assign({}, ...parts.map(({ samples }) => samples)),
    notes: [`the settings' questions have ${median(tokens)} tokens; busy means threads that only count, one or as many as cores`],
  };
}

/** A file's name rarely says which model it is, its folder's does. */
function nameOf(path) {
  return basename(basename(path) === 'model.onnx' ? dirname(path) : path, '.onnx').replace(/\W+/g, '_');
}

function figuresOf(prefix, variants) {
  const figures = {};
  const samples = {};
  for (const { name, latenciesMs, cpuMsEach, leastCosine } of variants) {
    const key = `${prefix}${name}`;
    Object.assign(figures, { [`${key}_p50_ms`]: p50(latenciesMs), [`${key}_p99_ms`]: p99(latenciesMs) });
    // The threads that only count are of the same process.
    if (prefix === '') Object.assign(figures, { [`${key}_cpu_ms`]: cpuMsEach, [`${key}_off_by`]: Math.max(0, 1 - leastCosine) });
    samples[`${key}_p50_ms`] = latenciesMs.length;
  }
  return { figures, samples };
}
