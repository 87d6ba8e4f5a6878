// Three ways to find the 200 vectors of a scope whose signs are most alike, before their cosines are computed: `ours` holds the signs in memory, `bits`
// asks sqlite-vec's table of bit vectors, `hamming` lets SQLite compare the signs it stores. CPU time is the figure on a machine with other work.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, p50, p99 } from '../lib/figures/percentiles.mjs';
import { startNode } from '../lib/processes/processes.mjs';

export const about = "the cache's search among 100,000 vectors in one scope and in many, against sqlite-vec's bit vectors";
/** Below 1 the side that needs no code of ours in memory would be the better one. */
export const targets = {
  one_ours_recall: '>= 0.99',
  one_hamming_vs_ours: '>= 1.5',
  many_hamming_vs_ours: '>= 1',
  few_hamming_vs_ours: '>= 1',
};

const SIDES = ['ours', 'bits', 'hamming'];
/** Scopes that are large enough to be searched by signs. */
const LAYOUTS = {
  one: { vectors: 100_000, scopes: 1 },
  many: { vectors: 100_000, scopes: 20 },
  /** Few enough that ours keeps the vectors in memory too. */
  few: { vectors: 5_000, scopes: 1 },
};
const QUICK_SHARE = 0.2;
const MIB = 1024 ** 2;
const script = fileURLToPath(new URL('side.process.mjs', import.meta.url));

export async function run({ rounds, quick, log }, scope) {
  const results = [];
  for (const [layout, { vectors, scopes }] of Object.entries(LAYOUTS)) {
    const share = quick && layout !== 'few' ? QUICK_SHARE : 1;
    results.push(...(await compare(layout, { vectors: vectors * share, scopes: Math.ceil(scopes * share), rounds, log }, scope)));
  }
  return {
    figures: Object.fromEntries(results.map(({ key, value }) => [key, value])),
    samples: Object.fromEntries(results.map(({ key, samples }) => [key, samples])),
    notes: ['each side is a process of its own, and all read one file'],
  };
}

async function compare(layout, { vectors, scopes, rounds, log }, scope) {
  // Only now: it imports what was built.
  const { writeVectors } = await import('./vector-file.mjs');
  log(`${layout}: writing ${vectors} vectors of ${scopes} scopes`);
  const path = join(scope.folder(), 'vectors.db');
  const { bitsTableBytes } = writeVectors(path, vectors, scopes);
  const sides = [];
  for (const side of SIDES)
    sides.push({ side, process: await startNode(scope, script, { env: { SIDE: side, VECTORS_FILE: path } }), rounds: [] });
  for (let round = 0; round <= rounds; round++) {
    log(`round ${round} of ${rounds}`);
    for (const { process, rounds: done } of sides) done.push(await process.ask('search'));
  }
  const results = sides.flatMap((each) => figuresOf(layout, each, sides[0]));
  for (const { process } of sides) await process.stop();
  return [...results, { key: `${layout}_bits_table_mib`, value: bitsTableBytes / MIB, samples: 1 }];
}

/** The first round warms up. */
function figuresOf(layout, { side, rounds: [first, ...measured] }, { rounds: [, ...ours] }) {
  const times = measured.flatMap(({ timesMs }) => timesMs);
  const cpu = measured.flatMap(({ cpuMs }) => cpuMs);
  const ratios = measured.map(({ cpuMs }, round) => p50(cpuMs) / p50(ours[round].cpuMs));
  const of = (name, value, samples = times.length) => ({ key: `${layout}_${side}_${name}`, value, samples });
  return [
    of('p50_ms', p50(times)),
    of('p99_ms', p99(times)),
    of('cpu_p50_ms', p50(cpu)),
    of('cpu_p99_ms', p99(cpu)),
    ...(side === 'ours' ? [of('prepare_ms', first.prepareMs, 1)] : [of('vs_ours', median(ratios), ratios.length)]),
    of('recall', median(measured.map(({ recall }) => recall))),
    of('rss_mib', measured.at(-1).rssBytes / MIB, 1),
  ];
}
