// Who is compared: the engine itself, a bare proxy before it, our inference service before it, and rivals where asked for.
import { fileURLToPath } from 'node:url';
import { startNode } from '../lib/processes/processes.mjs';
import { MOCK_MODEL, startCollector, startEngine, startInference, startNats } from '../lib/processes/services.mjs';
import { startRival } from './rivals.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const bareProxy = here('bare-proxy.process.mjs');
const watched = here('watched.preload.mjs');

/** @returns the engine, and the sides as `{name, url, pid, path, headers, model}`; all stay up until the scope ends */
export async function startSides(scope, { against, traces = false, log }) {
  log('starting the mock engine, a bare proxy and the inference service over NATS');
  const engine = await startEngine(scope);
  const bare = await startNode(scope, bareProxy, { env: { ENGINE_URL: engine.url } });
  const natsUrl = await startNats(scope);
  const ours = await startInference(scope, { natsUrl, engineUrl: engine.url });
  const sides = [side('direct', engine), side('bare', bare), side('ours', ours)];
  const collector = traces ? await startCollector(scope) : undefined;
  for (const [name, more] of collector ? watchedSides(collector) : [])
    sides.push(side(name, await startInference(scope, { natsUrl, engineUrl: engine.url, more, preload: watched })));
  for (const name of against) {
    log(`starting ${name}; the first time it is installed, which takes minutes`);
    sides.push({ ...side(name, {}), ...(await startRival(scope, name, engine.url)) });
  }
  return { engine, sides, collector };
}

/** All that a service tells of itself, and nothing of it; both unbundled, as the latter can't be told from outside. */
function watchedSides({ url }) {
  return [
    ['traced', { OTEL_EXPORTER_OTLP_ENDPOINT: url, LOG_LEVEL: 'info' }],
    ['unwatched', { UNWATCHED: 'true', LOG_LEVEL: 'fatal' }],
  ];
}

function side(name, { url, pid }) {
  return { name, url, pid, path: '/v1/chat/completions', headers: {}, model: MOCK_MODEL };
}

const PROMPT_CHARS = 1_024;
const FILLER = 'The retention rule says how long a daily snapshot of each volume stays before it is removed by the nightly run. ';
let asked = 0;

/** A chat completion whose 1 KB prompt was never sent before in this run, so that no cache can answer it. */
export function uniquePrompt({ path, headers, model }, more = {}) {
  const head = JSON.stringify({ model, max_tokens: 64, temperature: 0, ...more });
  const filler = FILLER.repeat(Math.ceil(PROMPT_CHARS / FILLER.length));
  const run = Date.now().toString(36);
  return () => {
    const content = `${run} ${asked++}: ${filler}`.slice(0, PROMPT_CHARS);
    return { path, headers, body: `${head.slice(0, -1)},"messages":[{"role":"user","content":"${content}"}]}` };
  };
}
