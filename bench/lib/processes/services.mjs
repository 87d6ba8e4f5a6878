// The real services as they are built: `main.js` over a real NATS, or all five in one process.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findProgram, root } from '../../../scripts/steps/steps.mjs';
import { freePort, startNode, startProgram } from './processes.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

export const MOCK_MODEL = 'mock';
export const MODELS = ['bge-small-en-v1.5-int8'];
const PORTS = ['ORCHESTRATOR_PORT', 'INFERENCE_PORT', 'CACHE_SERVER_PORT', 'PERSISTENCE_PORT', 'METRICS_PORT'];
export const modelsDir = () => process.env.DOCMIND_MODELS_DIR ?? join(root, '.docmind', 'models');

/** A model that answers after so long, without any work; see engine.process.mjs. */
export function startEngine(scope, { delayMs = 0, chunkMs = 0 } = {}) {
  return startNode(scope, here('engine.process.mjs'), { env: { ENGINE_DELAY_MS: String(delayMs), ENGINE_CHUNK_MS: String(chunkMs) } });
}

/** Takes whatever spans it is sent, and does nothing with them. */
export function startCollector(scope) {
  return startNode(scope, here('collector.process.mjs'));
}

export async function startNats(scope) {
  return (await startNatsServer(scope)).url;
}

/** With what it tells of itself at `monitorUrl`. */
export async function startNatsServer(scope) {
  const [port, monitor] = [await freePort(), await freePort()];
  const args = ['--addr', '127.0.0.1', '--port', String(port), '--http_port', String(monitor)];
  const monitorUrl = `http://127.0.0.1:${monitor}`;
  const { pid } = await startProgram(scope, programNamed('nats-server'), args, { url: `${monitorUrl}/healthz` });
  return { url: `nats://127.0.0.1:${port}`, monitorUrl, pid };
}

export async function startRedis(scope) {
  const port = await freePort();
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
  const { pid } = await startProgram(scope, programNamed('redis-server'), args, { cwd: scope.folder(), url: `tcp://127.0.0.1:${port}` });
  return { url: `redis://127.0.0.1:${port}`, pid };
}

function programNamed(name) {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`no ${name} on PATH: install it (Debian: apt install ${name})`);
  return program;
}

const base = (dataDir) => ({
  DOCMIND_DATA_DIR: dataDir,
  DOCMIND_HOST: '127.0.0.1',
  MODELS_DIR: modelsDir(),
  LOG_LEVEL: 'warn',
  // A benchmark waits for each document, also on a slow machine.
  UPLOAD_WAIT_MS: '120000',
});
const mockEngine = (engineUrl) => ({
  INFERENCE_ENGINE: 'openai',
  OPENAI_BASE_URL: `${engineUrl}/v1`,
  INFERENCE_MODEL: MOCK_MODEL,
});

/** `preload` is a module that Node imports before the service, to measure inside it: what it reaches into is in no bundle. */
async function startMain(scope, name, { env, natsUrl, preload }) {
  const [file, execArgv] = preload === undefined ? ['main.js', []] : ['unbundled.js', ['--import', pathToFileURL(preload).href]];
  return startNode(scope, join(root, 'services', name, 'dist', file), { env: { ...env, NATS_URL: natsUrl }, execArgv });
}

/** Over the mock, or over what `env` names. */
export function startInference(scope, { natsUrl, engineUrl, preload, env = mockEngine(engineUrl), more = {} }) {
  return startMain(scope, 'inference', { env: { ...base(scope.folder()), ...env, ...more, INFERENCE_PORT: '0' }, natsUrl, preload });
}

export function startCache(scope, { natsUrl, dataDir = scope.folder(), preload, env = {} }) {
  return startMain(scope, 'cache', { env: { ...base(dataDir), ...env, CACHE_SERVER_PORT: '0' }, natsUrl, preload });
}

/** One of the five, with a data folder and a port of its own. */
export function startReplica(scope, name, { natsUrl, engineUrl, env = {} }) {
  const ports = Object.fromEntries(PORTS.map((port) => [port, '0']));
  return startMain(scope, name, { env: { ...base(scope.folder()), ...mockEngine(engineUrl), ...ports, ...env }, natsUrl });
}

/** As five supervised processes over a NATS of their own, each on the same port for as long as it lives. */
export async function startProcessStack(scope, { engineUrl }) {
  const ports = {};
  for (const name of PORTS) ports[name] = String(await freePort());
  const env = { ...base(scope.folder()), ...mockEngine(engineUrl), ...ports };
  return startNode(scope, here('supervised.process.mjs'), { env });
}

/** All five in one process over the in-process transport, the mock as their engine, or what `engine` names. */
export function startStack(scope, options) {
  return startHost(scope, 'stack.process.mjs', options);
}

/** The same, not bundled, and it answers `passed`. */
export function startTappedStack(scope, options) {
  return startHost(scope, 'tapped-stack.process.mjs', options);
}

function startHost(scope, script, { engineUrl, engine = mockEngine(engineUrl), dataDir = scope.folder(), execArgv = [], more = {} }) {
  const ports = Object.fromEntries(PORTS.map((name) => [name, '0']));
  return startNode(scope, here(script), { env: { ...base(dataDir), ...engine, ...ports, ...more }, execArgv });
}
