// Other gateways, installed once into a folder outside the repository. Pinned, because their figures are quoted in docs/benchmarks.md.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { runQuietly } from '../../scripts/steps/steps.mjs';
import { freePort, startProgram } from '../lib/processes/processes.mjs';
import { MOCK_MODEL } from '../lib/processes/services.mjs';

const PORTKEY = '1.15.2';
const LITELLM = '1.106.2';

const start = { litellm: startLiteLlm, portkey: startPortkey };
export const RIVALS = Object.keys(start);

const cacheFolder = () => process.env.DOCMIND_BENCH_CACHE ?? join(homedir(), '.cache', 'docmind-bench');

/** @returns what differs from our side: `{url, pid, headers}` */
export function startRival(scope, name, engineUrl) {
  return start[name](scope, engineUrl);
}

/** `install` runs in the folder; one that broke off is begun again. */
async function ensureFolder(name, install) {
  const folder = join(cacheFolder(), name);
  const isComplete = join(folder, '.complete');
  if (existsSync(isComplete)) return folder;
  mkdirSync(folder, { recursive: true });
  await install(folder);
  writeFileSync(isComplete, '');
  return folder;
}

/** A fresh install answers every stream with 500: its newer @hono/node-server doesn't fit. */
async function startPortkey(scope, engineUrl) {
  const folder = await ensureFolder(`portkey-${PORTKEY}`, async (cwd) => {
    const manifest = {
      private: true,
      dependencies: { '@portkey-ai/gateway': PORTKEY },
      overrides: { '@hono/node-server': '1.13.8' },
    };
    writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest));
    await runQuietly('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd });
  });
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const script = join(folder, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const { pid } = await startProgram(scope, process.execPath, [script, `--port=${port}`, '--headless'], { cwd: folder, url });
  const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': `${engineUrl}/v1`, authorization: 'Bearer none' };
  return { url, pid, headers };
}

async function startLiteLlm(scope, engineUrl) {
  const folder = await ensureFolder(`litellm-${LITELLM}`, async (cwd) => {
    await runQuietly('python3', ['-m', 'venv', join(cwd, 'venv')]);
    await runQuietly(join(cwd, 'venv/bin/pip'), ['install', '--quiet', `litellm[proxy]==${LITELLM}`]);
  });
  const port = await freePort();
  const config = join(scope.folder(), 'config.yaml');
  const parameters = { model: `openai/${MOCK_MODEL}`, api_base: `${engineUrl}/v1`, api_key: 'none' };
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ model_list: [{ model_name: MOCK_MODEL, litellm_params: parameters }] }));
  const url = `http://127.0.0.1:${port}`;
  const args = ['--config', config, '--host', '127.0.0.1', '--port', String(port), '--num_workers', '1', '--telemetry', 'False'];
  const key = 'sk-bench';
  const env = { LITELLM_MASTER_KEY: key, LITELLM_LOCAL_MODEL_COST_MAP: 'True' };
  const { pid } = await startProgram(scope, join(folder, 'venv/bin/litellm'), args, { env, cwd: folder, url: `${url}/health/liveliness` });
  return { url, pid, headers: { authorization: `Bearer ${key}` } };
}
