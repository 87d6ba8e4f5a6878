// Many who wait: 512 streams that come slowly, as tokens do, and 10,000 clients who keep a connection and say nothing.
import { setTimeout as delay } from 'node:timers/promises';
import { uniquePrompt } from '../gateway/sides.mjs';
import { p50, p99 } from '../lib/figures/percentiles.mjs';
import { withRss } from '../lib/figures/series.mjs';
import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { MOCK_MODEL, startEngine, startInference, startNats } from '../lib/processes/services.mjs';
import { assertOpenFiles, IdleConnections } from './idle-connections.mjs';
import { streamUntil } from './slow-streams.mjs';

export const about = 'the inference service with 512 slow streams at once, then with 10,000 idle connections: stalled, dropped, memory';
export const targets = {
  stalled: '= 0',
  broken_streams: '= 0',
  most_streams_at_once: '>= 512',
  streams_rss_slope_mb_per_min: '< 20',
  idle_dropped: '= 0',
  idle_rss_slope_mb_per_min: '< 20',
};

const STREAMS = 512;
const CHUNK_MS = 100;
/** Twenty chunks' time: a machine that is busy beside us delays a chunk, it stalls no stream. */
const STALLED_MS = 2_000;
const IDLE = 10_000;
const SECONDS = 60;
const QUICK_SECONDS = 8;
const SETTLE_MS = 3_000;
const ASK_EACH_MS = 100;
const side = { path: '/v1/chat/completions', headers: {}, model: MOCK_MODEL };

export async function run({ quick, log }, scope) {
  assertOpenFiles(IDLE);
  const durationMs = (quick ? QUICK_SECONDS : SECONDS) * 1_000;
  const engine = await startEngine(scope, { chunkMs: CHUNK_MS });
  const more = { ENGINE_CONCURRENCY: String(STREAMS) };
  const service = await startInference(scope, { natsUrl: await startNats(scope), engineUrl: engine.url, more });
  log(`${STREAMS} streams at once for ${durationMs / 1_000} s, a chunk each ${CHUNK_MS} ms`);
  const streams = await crowdOfStreams(service, engine, durationMs);
  log(`${IDLE} idle connections for ${durationMs / 1_000} s, and one client who asks`);
  const idle = await crowdOfIdle(service, durationMs);
  return { figures: { ...streams.figures, ...idle.figures }, samples: { ...streams.samples, ...idle.samples } };
}

async function crowdOfStreams({ url, pid }, engine, durationMs) {
  const until = performance.now() + durationMs;
  const request = uniquePrompt(side, { stream: true });
  const clients = () => Promise.all(Array.from({ length: STREAMS }, () => streamUntil({ url, request, until, stalledMs: STALLED_MS })));
  const { result, rss } = await withRss(pid, durationMs / 4, clients);
  const sum = (figure) => result.reduce((total, one) => total + one[figure], 0);
  const { mostStreams } = await engine.ask('asked');
  const silences = result.map(({ longestSilenceMs }) => longestSilenceMs);
  const figures = {
    stalled: sum('stalled'),
    broken_streams: sum('broken'),
    most_streams_at_once: mostStreams,
    longest_silence_ms: Math.max(...silences),
    longest_silence_p50_ms: p50(silences),
    streams_rss_slope_mb_per_min: rss.mibPerMinute,
    streams_rss_mb: rss.maxMiB,
  };
  const whole = sum('whole');
  return { figures, samples: { stalled: whole, broken_streams: whole, longest_silence_p50_ms: STREAMS } };
}

async function crowdOfIdle({ url, pid }, durationMs) {
  const before = await withRss(pid, 0, () => delay(SETTLE_MS));
  const connections = await IdleConnections.open(url, IDLE);
  try {
    await delay(SETTLE_MS);
    const { result, rss } = await withRss(pid, 0, () => askNowAndThen(url, durationMs));
    const alive = await connections.askAgain();
    const figures = {
      idle_dropped: IDLE - alive,
      idle_rss_slope_mb_per_min: rss.mibPerMinute,
      idle_kib_each: ((rss.maxMiB - before.rss.maxMiB) * 1_024) / IDLE,
      beside_idle_p50_ms: p50(result),
      beside_idle_p99_ms: p99(result),
    };
    const count = result.length;
    return {
      figures,
      samples: { idle_dropped: IDLE, idle_rss_slope_mb_per_min: rss.samples, beside_idle_p50_ms: count, beside_idle_p99_ms: count },
    };
  } finally {
    connections.close();
  }
}

/** Seldom, so that the memory is that of those who wait and not of one client's haste. @returns {Promise<number[]>} each answer's latency */
async function askNowAndThen(url, durationMs) {
  const latenciesMs = [];
  const request = uniquePrompt(side);
  for (const until = performance.now() + durationMs; performance.now() < until; await delay(ASK_EACH_MS)) {
    const run = await drive({ url, request, connections: 1, count: 1 });
    assertNoErrors('the inference service', run);
    latenciesMs.push(...run.latenciesMs);
  }
  return latenciesMs;
}
