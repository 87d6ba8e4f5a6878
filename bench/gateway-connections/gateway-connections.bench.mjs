// A thousand clients at once through the inference service: is anyone dropped, does memory stay flat, has each its share?
import { uniquePrompt } from '../gateway/sides.mjs';
import { drive } from '../lib/load/load.mjs';
import { p50, p99 } from '../lib/figures/percentiles.mjs';
import { jainIndex, listenOverflows, withRss } from '../lib/figures/series.mjs';
import { MOCK_MODEL, startEngine, startInference, startNats } from '../lib/processes/services.mjs';

export const about = 'the inference service with 1,000 connections at once: dropped, memory, fairness, latency';
export const targets = { dropped: '= 0', rss_slope_mb_per_min: '< 20', fairness: '>= 0.95' };

const CONNECTIONS = 1_000;
const WARM_UP_MS = 30_000;
const QUICK_WARM_UP_MS = 5_000;

export async function run({ seconds, rounds, quick, log }, scope) {
  const engine = await startEngine(scope);
  const service = await startInference(scope, { natsUrl: await startNats(scope), engineUrl: engine.url });
  const warmUpMs = quick ? QUICK_WARM_UP_MS : WARM_UP_MS;
  const durationMs = seconds * rounds * 2_000;
  log(`${CONNECTIONS} connections, half of them streaming: ${warmUpMs / 1_000} s to warm up, then ${durationMs / 1_000} s`);
  // Both times all connect at once.
  const overflowsBefore = listenOverflows();
  const { result, rss } = await withRss(service.pid, warmUpMs, async () => {
    await everyone(service.url, warmUpMs);
    return everyone(service.url, durationMs);
  });
  return reportOf({ ...result, overflows: listenOverflows() - overflowsBefore }, rss, durationMs);
}

/** Each client has one kept-alive connection and asks again as soon as it has its answer. */
async function everyone(url, durationMs) {
  const side = { path: '/v1/chat/completions', headers: {}, model: MOCK_MODEL };
  const kinds = [uniquePrompt(side), uniquePrompt(side, { stream: true })];
  const clients = Array.from({ length: CONNECTIONS }, (_value, n) => drive({ url, connections: 1, durationMs, request: kinds[n % 2] }));
  const runs = await Promise.all(clients);
  return { whole: ofKind(runs, 0), streams: ofKind(runs, 1) };
}

function ofKind(runs, kind) {
  const own = runs.filter((_run, n) => n % 2 === kind);
  return {
    latenciesMs: own.flatMap(({ latenciesMs }) => latenciesMs),
    shares: own.map(({ latenciesMs }) => latenciesMs.length),
    dropped: own.reduce((sum, { errors }) => sum + errors, 0),
    reasons: own.flatMap(({ firstError }) => firstError ?? []),
  };
}

function reportOf({ whole, streams, overflows }, rss, durationMs) {
  const both = [whole, streams];
  const sum = (of) => both.reduce((total, kind) => total + of(kind), 0);
  const answered = sum(({ latenciesMs }) => latenciesMs.length);
  const dropped = sum((kind) => kind.dropped);
  const figures = {
    dropped,
    listen_overflows: overflows,
    rss_slope_mb_per_min: rss.mibPerMinute,
    rss_mb: rss.maxMiB,
    fairness: Math.min(...both.map(({ shares }) => jainIndex(shares))),
    fewest_of_one: Math.min(...both.flatMap(({ shares }) => shares)),
    rps: answered / (durationMs / 1_000),
    p50_ms: p50(whole.latenciesMs),
    p99_ms: p99(whole.latenciesMs),
    stream_p50_ms: p50(streams.latenciesMs),
    stream_p99_ms: p99(streams.latenciesMs),
  };
  const [ofWhole, ofStreams] = both.map(({ latenciesMs }) => latenciesMs.length);
  const samples = {
    dropped: answered + dropped,
    rss_slope_mb_per_min: rss.samples,
    fairness: CONNECTIONS,
    rps: answered,
    p50_ms: ofWhole,
    p99_ms: ofWhole,
    stream_p50_ms: ofStreams,
    stream_p99_ms: ofStreams,
  };
  const reasons = new Set(both.flatMap((kind) => kind.reasons));
  return { figures, samples, notes: [...reasons].slice(0, 5).map((reason) => `dropped: ${reason}`) };
}
