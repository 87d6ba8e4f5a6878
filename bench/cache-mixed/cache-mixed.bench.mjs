// Everything that the cache's door takes, from 32 connections for a minute: is every answer right, and does memory stay flat?
import { drive } from '../lib/load/load.mjs';
import { p50, p99 } from '../lib/figures/percentiles.mjs';
import { withRss } from '../lib/figures/series.mjs';
import { MODELS, startCache, startEngine, startNats } from '../lib/processes/services.mjs';
import { doors } from './doors.mjs';

export const about = 'the cache with 32 connections that put, look up and ask the proxy for 60 s: errors, memory, latency by door';
export const models = MODELS;
export const targets = { errors: '= 0', rss_slope_mb_per_min: '< 20' };

const CONNECTIONS = { gptcache: 12, api: 10, proxy: 10 };
const [WARM_UP_MS, MEASURED_MS] = [120_000, 60_000];
const [QUICK_WARM_UP_MS, QUICK_MEASURED_MS] = [5_000, 10_000];
/** Few, so that answers are evicted all the time. */
const MAX_ENTRIES = 2_000;

export async function run({ quick, log }, scope) {
  const engine = await startEngine(scope);
  const env = { CACHE_UPSTREAM_URL: `${engine.url}/v1`, CACHE_MAX_ENTRIES: String(MAX_ENTRIES) };
  const cache = await startCache(scope, { natsUrl: await startNats(scope), env });
  const [warmUpMs, durationMs] = quick ? [QUICK_WARM_UP_MS, QUICK_MEASURED_MS] : [WARM_UP_MS, MEASURED_MS];
  log(`32 connections: ${warmUpMs / 1_000} s to warm up, then ${durationMs / 1_000} s`);
  const { result, rss } = await withRss(cache.pid, warmUpMs, async () => {
    await everyDoor(cache.url, warmUpMs);
    return everyDoor(cache.url, durationMs);
  });
  return reportOf(result, rss, durationMs);
}

async function everyDoor(url, durationMs) {
  const runs = Object.entries(CONNECTIONS).map(async ([door, connections]) => [
    door,
    await drive({ url, connections, durationMs, ...doors[door] }),
  ]);
  return Promise.all(runs);
}

function reportOf(runs, rss, durationMs) {
  const errors = runs.reduce((sum, [, run]) => sum + run.errors, 0);
  const answered = runs.reduce((sum, [, run]) => sum + run.latenciesMs.length, 0);
  const figures = {
    errors,
    rss_slope_mb_per_min: rss.mibPerMinute,
    rss_mb: rss.maxMiB,
    rps: answered / (durationMs / 1_000),
  };
  const samples = { errors: errors + answered, rss_slope_mb_per_min: rss.samples, rps: answered };
  for (const [door, { latenciesMs }] of runs) {
    Object.assign(figures, { [`${door}_p50_ms`]: p50(latenciesMs), [`${door}_p99_ms`]: p99(latenciesMs) });
    samples[`${door}_p50_ms`] = samples[`${door}_p99_ms`] = latenciesMs.length;
  }
  const reasons = runs.flatMap(([door, { firstError }]) => (firstError ? [`${door}: ${firstError}`] : []));
  return { figures, samples, notes: [`at most ${MAX_ENTRIES} answers are kept, so some are evicted all the time`, ...reasons] };
}
