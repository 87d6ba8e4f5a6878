// What a second, third and fourth replica of each service that can be doubled adds.
import { availableParallelism } from 'node:os';
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';
import { slope } from '../lib/figures/series.mjs';
import { MODELS } from '../lib/processes/services.mjs';
import { hold } from './held.mjs';
import { coresFor, countsOf, shareOf } from './plan.mjs';
import { DOUBLED, Replicas } from './replicas.mjs';
import { addDocuments, stretch, warmUp } from './stretch.mjs';

export const about =
  'replicas of orchestrator, inference and cache over one engine that only waits: questions a second, CPU and messages of each';
export const models = MODELS;
/** `--replicas 1,2,4`; `--hold 0.1` holds each of them to a tenth of a core, so that their sum fits the machine. */
export const options = { replicas: { type: 'string' }, hold: { type: 'string' } };
export const targets = { efficiency: '>= 0.8', least_share: '>= 0.3' };

/** Of each replica: by then V8 has compiled what a question runs through. */
const WARM_UP_QUESTIONS = 100;
export async function run({ seconds, rounds, replicas: given, hold: heldTo, log }, scope) {
  const cores = availableParallelism();
  const counts = countsOf(given, cores);
  const share = shareOf(heldTo);
  const most = counts.at(-1);
  const replicas = new Replicas(scope);
  await replicas.start(most);
  await addDocuments(replicas.doors[0]);
  log(`warming up ${most} of each`);
  await warmUp(replicas, WARM_UP_QUESTIONS * most);
  const rss = replicas.rssMiB();
  if (share !== undefined) for (const one of replicas.all) hold(scope, one, share);
  const measured = [];
  // Downwards, so that all have run equally long before they are measured.
  for (const count of counts.toReversed()) {
    await replicas.shrinkTo(count);
    log(`${count} of each`);
    measured.unshift({ count, ...(await measure(replicas, { seconds, rounds })) });
  }
  return resultOf(measured, { cores, share, rss });
}

async function measure(replicas, { seconds, rounds }) {
  const [fresh, kept] = [[], []];
  for (let round = 0; round < rounds; round++) {
    fresh.push(await stretch(replicas, 'bypass', seconds * 1_000));
    kept.push(await stretch(replicas, 'use', seconds * 1_000));
  }
  return { fresh, kept };
}

function resultOf(measured, { cores, share, rss }) {
  const figures = {};
  const samples = {};
  for (const { count, fresh, kept } of measured) {
    const latencies = fresh.flatMap(({ latenciesMs }) => latenciesMs);
    samples[`rps_${count}`] = latencies.length;
    Object.assign(figures, {
      [`rps_${count}`]: rateOf(fresh),
      [`p50_ms_${count}`]: p50(latencies),
      [`p99_ms_${count}`]: p99(latencies),
      [`kept_rps_${count}`]: rateOf(kept),
      [`kept_hit_share_${count}`]: median(kept.map(({ hitShare }) => hitShare)),
      [`orchestrator_busy_${count}`]: median(fresh.map(({ busy }) => busy.orchestrator)),
      ...prefixed(fresh, ({ cpuMs }) => cpuMs, `cpu_ms_${count}_`),
      ...prefixed(kept, ({ cpuMs }) => cpuMs, `kept_cpu_ms_${count}_`),
    });
  }
  const last = measured.at(-1);
  Object.assign(
    figures,
    prefixed(last.fresh, ({ passed }) => passed, 'a_question_'),
    prefixed(last.kept, ({ passed }) => passed, 'a_kept_one_'),
  );
  for (const name of [...DOUBLED, 'persistence']) figures[`rss_mib_${name}`] = rss[name];
  const notMeasured = {};
  if (measured.length > 1) Object.assign(figures, growth(measured));
  const needed = coresFor(last.count);
  if (share === undefined && cores < needed) {
    notMeasured.efficiency = `${cores} cores: ${last.count} of each would need ${needed} to show what they add; --hold 0.1 holds each to a tenth of a core`;
    delete figures.efficiency;
  }
  return { figures, samples, notMeasured, notes: notesOf(share, cores) };
}

/** How the rate grows with the replicas. `efficiency` is 1 where n of them do n times as much as one. */
function growth(measured) {
  const [first, last] = [measured[0], measured.at(-1)];
  const rates = measured.map(({ count, fresh }) => [count, rateOf(fresh)]);
  return {
    slope_rps_a_replica: slope(rates),
    efficiency: rateOf(last.fresh) / last.count / (rateOf(first.fresh) / first.count),
    least_share: median(last.fresh.map(({ leastShare }) => leastShare)) * (last.count / 2),
  };
}

function prefixed(rounds, valuesOf, prefix) {
  const keys = Object.keys(valuesOf(rounds[0]));
  return Object.fromEntries(keys.map((key) => [`${prefix}${key}`, median(rounds.map((round) => valuesOf(round)[key]))]));
}

const rateOf = (rounds) => median(rounds.map(({ perSecond }) => perSecond));

function notesOf(share, cores) {
  const held =
    share === undefined
      ? `nothing is held back: all processes, the asking one too, share ${cores} cores`
      : `each replica is held to ${share} of a core`;
  return [
    held,
    'rps: answered past the cache; kept_rps: exact hits, shared through Redis; cpu_ms: of all replicas of a service, a question',
  ];
}
