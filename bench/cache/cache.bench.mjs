// The cache service through its HTTP door, as GPTCache's clients use it, with the real embedder.
import { fileURLToPath } from 'node:url';
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';
import { MODELS, startCache, startNats } from '../lib/processes/services.mjs';
import { CacheLookups, fill } from './lookups.mjs';
import { paraphrase, storedAnswer, strangeQuestion } from './questions.mjs';

export const about = 'the cache over HTTP with the real embedder: exact and semantic hits, misses, exact hits a second';
export const models = MODELS;
export const targets = {
  exact_p50_ms: '< 0.5',
  exact_p99_ms: '< 1.5',
  semantic_p50_ms: '< 5',
  semantic_p99_ms: '< 10',
  exact_rps: '>= 5000',
  errors: '= 0',
  coordination_p99_ms: '< 5',
};

const ENTRIES = 5_000;
const QUICK_ENTRIES = 500;
const MAX_LOOKUPS = 1_000;
const WARM_UP = 50;

export async function run({ seconds, rounds, quick, log }, scope) {
  const preload = fileURLToPath(new URL('embed-times.mjs', import.meta.url));
  const cache = await startCache(scope, { natsUrl: await startNats(scope), preload });
  const entries = quick ? QUICK_ENTRIES : ENTRIES;
  log(`storing ${entries} answers`);
  await fill(cache.url, entries);
  const lookups = new CacheLookups(cache, entries);
  log('lookups by meaning');
  const count = Math.min(MAX_LOOKUPS, entries) - WARM_UP;
  await lookups.oneByOne({ count: WARM_UP, questionOf: paraphrase, answerOf: storedAnswer });
  const semantic = await lookups.oneByOne({ count, from: WARM_UP, questionOf: paraphrase, answerOf: storedAnswer });
  const misses = await lookups.oneByOne({ count, questionOf: strangeQuestion });
  log('exact hits');
  const exact = await lookups.exactHits(seconds, rounds);
  return { ...reportOf({ exact, semantic, misses }, lookups), notes: [`${entries} answers in one scope`] };
}

function reportOf({ exact, semantic, misses }, lookups) {
  const coordination = [...semantic.coordinationMs, ...misses.coordinationMs];
  const figures = {
    exact_p50_ms: p50(exact.latenciesMs),
    exact_p99_ms: p99(exact.latenciesMs),
    semantic_p50_ms: p50(semantic.latenciesMs),
    semantic_p99_ms: p99(semantic.latenciesMs),
    miss_p50_ms: p50(misses.latenciesMs),
    exact_rps: median(exact.rates),
    errors: lookups.errors,
    coordination_p99_ms: p99(coordination),
    embedding_p50_ms: p50(semantic.embedMs),
    unrecognised_paraphrases: semantic.missed,
  };
  const samples = {
    exact_p50_ms: exact.latenciesMs.length,
    exact_p99_ms: exact.latenciesMs.length,
    semantic_p50_ms: semantic.latenciesMs.length,
    semantic_p99_ms: semantic.latenciesMs.length,
    miss_p50_ms: misses.latenciesMs.length,
    exact_rps: exact.countAtLoad,
    errors: lookups.requests,
    coordination_p99_ms: coordination.length,
    embedding_p50_ms: semantic.embedMs.length,
    unrecognised_paraphrases: semantic.latenciesMs.length + semantic.missed,
  };
  return { figures, samples };
}
