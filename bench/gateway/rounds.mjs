// Interleaved rounds: what else runs on the machine then slows every side alike.
import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { median } from '../lib/figures/percentiles.mjs';
import { cpuMs } from '../lib/processes/process-tree.mjs';

export const CONNECTIONS = 16;
const WARM_UP_MS = 1_000;

/**
 * @param {{sides: object[], requestOf: (side: object) => () => object, seconds: number, rounds: number, log: (line: string) => void}} plan
 * @returns by side: every latency at one connection, and of each round at 16 the rate and the process's CPU time a request
 */
export async function measureSides({ sides, requestOf, seconds, rounds, log }) {
  const measured = Object.fromEntries(
    sides.map(({ name }) => [name, { latenciesMs: [], firstByteMs: [], rates: [], cpuUs: [], countAtLoad: 0 }]),
  );
  for (const side of sides) await load(side, requestOf(side), { connections: CONNECTIONS, durationMs: WARM_UP_MS });
  for (let round = 0; round < rounds; round++) {
    log(`round ${round + 1} of ${rounds}`);
    for (const side of sides) await measureSide(side, requestOf(side), seconds * 1_000, measured[side.name]);
  }
  return measured;
}

async function measureSide(side, request, durationMs, into) {
  const alone = await load(side, request, { connections: 1, durationMs });
  into.latenciesMs.push(...alone.latenciesMs);
  into.firstByteMs.push(...alone.firstByteMs);
  const cpuBeforeMs = cpuMs(side.pid);
  const crowd = await load(side, request, { connections: CONNECTIONS, durationMs });
  if (cpuBeforeMs !== undefined) into.cpuUs.push(((cpuMs(side.pid) - cpuBeforeMs) * 1_000) / crowd.latenciesMs.length);
  into.rates.push(crowd.perSecond);
  into.countAtLoad += crowd.latenciesMs.length;
}

async function load(side, request, how) {
  const run = await drive({ url: side.url, request, ...how });
  assertNoErrors(side.name, run);
  return run;
}

/** The middle of the rounds' ratios: each compares what ran within seconds of each other. */
export function ratioOf(ours, other) {
  return median(ours.rates.map((rate, round) => rate / other.rates[round]));
}

/** `cpu_us` of each side, smallest of the rounds: least of it is what other work on the machine adds. Empty where there is no /proc. */
export function cpuFigures(measured, names) {
  const known = names.filter((name) => measured[name].cpuUs.length > 0);
  const keyOf = (name) => (name === 'ours' ? 'cpu_us' : `${name}_cpu_us`);
  return Object.fromEntries(known.map((name) => [keyOf(name), Math.min(...measured[name].cpuUs)]));
}
