// What the inference service adds to an engine's answer, and how many it carries.
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';
import { cpuFigures, measureSides, ratioOf } from './rounds.mjs';
import { RIVALS } from './rivals.mjs';
import { startSides, uniquePrompt } from './sides.mjs';

export const about = 'the inference service over a mock engine: added latency, requests a second, against a bare Nest proxy';
export const rivals = RIVALS;
/** `--traces`: the same service twice more, with metrics, logs and a collector that takes its traces, and without any of them. */
export const options = { traces: { type: 'boolean' } };
export const targets = { added_p50_ms: '< 0.4', added_p99_ms: '< 1.5', rps: '>= 4500', rps_vs_bare: '>= 0.5' };

export async function run({ seconds, rounds, against, traces, log }, scope) {
  const { sides, collector } = await startSides(scope, { against, traces, log });
  const measured = await measureSides({ sides, requestOf: (side) => uniquePrompt(side), seconds, rounds, log });
  const { direct, bare, ours } = measured;
  const own = addedBy(ours, direct);
  const figures = { ...own.figures, rps_vs_bare: ratioOf(ours, bare) };
  const samples = { ...own.samples, rps_vs_bare: ours.rates.length };
  Object.assign(figures, {
    direct_p50_ms: p50(direct.latenciesMs),
    direct_p99_ms: p99(direct.latenciesMs),
    direct_rps: median(direct.rates),
  });
  const traced = traces ? ['traced', 'unwatched'] : [];
  if (collector) Object.assign(figures, await costOfTraces(measured, collector));
  for (const name of ['bare', ...traced, ...against]) {
    const other = addedBy(measured[name], direct, `${name}_`);
    Object.assign(figures, other.figures);
    Object.assign(samples, other.samples);
    if (against.includes(name)) figures[`${name}_rps_vs_bare`] = ratioOf(measured[name], bare);
  }
  Object.assign(figures, cpuFigures(measured, ['ours', 'bare', ...traced, ...against]));
  return { figures, samples };
}

/** @throws Error where no span came: then nothing was measured */
async function costOfTraces({ traced, unwatched }, collector) {
  const { bytes } = await (await fetch(collector.url)).json();
  if (bytes === 0) throw new Error('the collector got no spans, so what they cost was not measured');
  const morePct = (Math.min(...traced.cpuUs) / Math.min(...unwatched.cpuUs) - 1) * 100;
  return { traced_rps_vs_unwatched: ratioOf(traced, unwatched), traced_more_cpu_pct: morePct, traced_sent_kib: bytes / 1_024 };
}

/** Percentile against percentile: no request can be sent both ways. */
function addedBy(side, direct, prefix = '') {
  const figures = {
    [`${prefix}added_p50_ms`]: p50(side.latenciesMs) - p50(direct.latenciesMs),
    [`${prefix}added_p99_ms`]: p99(side.latenciesMs) - p99(direct.latenciesMs),
    [`${prefix}rps`]: median(side.rates),
  };
  const count = side.latenciesMs.length;
  const samples = { [`${prefix}added_p50_ms`]: count, [`${prefix}added_p99_ms`]: count, [`${prefix}rps`]: side.countAtLoad };
  return { figures, samples };
}
