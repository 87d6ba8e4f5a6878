// Where the CPU time of a completion through the inference service goes, as a flame graph.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONNECTIONS } from '../gateway/rounds.mjs';
import { uniquePrompt } from '../gateway/sides.mjs';
import { resultsFolder } from '../lib/runner/catalogue.mjs';
import { flameGraph, framesOf } from '../lib/figures/flame-graph.mjs';
import { assertNoErrors, drive } from '../lib/load/load.mjs';
import { MOCK_MODEL, startEngine, startInference, startNats } from '../lib/processes/services.mjs';

export const about = 'where the inference service spends its CPU time on a completion: a flame graph beside the results, and each share';
export const targets = {};

const PRELOAD = fileURLToPath(new URL('../lib/processes/profiler.preload.mjs', import.meta.url));
const WARM_UP_MS = 3_000;

export async function run({ seconds, log }, scope) {
  const engine = await startEngine(scope);
  const service = await startInference(scope, { natsUrl: await startNats(scope), engineUrl: engine.url, preload: PRELOAD });
  const request = uniquePrompt({ path: '/v1/chat/completions', headers: {}, model: MOCK_MODEL });
  const load = (durationMs) => drive({ url: service.url, request, connections: CONNECTIONS, durationMs });
  await load(WARM_UP_MS);
  log(`sampling stacks for ${seconds} s at ${CONNECTIONS} connections; sampling itself slows the service`);
  await service.ask('profileStart');
  const done = await load(seconds * 1_000);
  const profile = await service.ask('profileStop');
  assertNoErrors('the inference service', done);
  save(profile, done.latenciesMs.length, log);
  return { figures: sharesOf(profile), samples: { completions: done.latenciesMs.length, stacks: profile.samples.length } };
}

function save(profile, completions, log) {
  const path = (ending) => join(resultsFolder, `gateway-profile.${ending}`);
  writeFileSync(path('cpuprofile'), JSON.stringify(profile));
  writeFileSync(
    path('svg'),
    flameGraph(profile, `DocMind inference, CPU time of ${completions} completions at ${CONNECTIONS} connections`),
  );
  log('written: bench/results/gateway-profile.svg, and .cpuprofile for DevTools or speedscope');
}

function sharesOf(profile) {
  const { totalUs, selfUs } = framesOf(profile);
  const keyOf = (owner) => `${owner.toLowerCase().replace(/[^a-z]+/g, '_')}_pct`;
  return Object.fromEntries(Object.entries(selfUs).map(([owner, us]) => [keyOf(owner), (100 * us) / totalUs]));
}
