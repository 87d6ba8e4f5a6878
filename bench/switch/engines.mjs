// Real engines to switch between: llama.cpp's server out of its wheel, and the embedded engine, both with SmolLM2.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineCache, ensureLlamaServer } from '../../scripts/engines/llama-server.mjs';
import { root } from '../../scripts/steps/steps.mjs';
import { freePort, startProgram } from '../lib/processes/processes.mjs';
import { modelsDir } from '../lib/processes/services.mjs';

export const MODEL = 'smollm2-135m-instruct';
/** Of every engine: together they must not take more cores than a small machine has. */
const THREADS = 1;
const CONTEXT_TOKENS = 4_096;

/** Two servers that both hold their model all the time; undefined where the wheel can't be had. */
export async function startServers(scope) {
  await ensureLlamaServer();
  const python = join(engineCache, 'llama-server/venv/bin/python');
  if (!existsSync(python)) return undefined;
  return [await startServer(scope, python, 'server-1'), await startServer(scope, python, 'server-2')];
}

async function startServer(scope, python, name) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const given = { '--model': join(modelsDir(), MODEL, 'model.gguf'), '--alias': name, '--ctx-size': CONTEXT_TOKENS, '--port': port };
  const args = Object.entries({ ...given, '--threads': THREADS }).flatMap(([flag, value]) => [flag, String(value)]);
  const script = join(root, 'deploy/compose-lab/llama/server.py');
  await startProgram(scope, python, [script, ...args, '--jinja', '--metrics', '--slots'], { url: `${url}/health` });
  return { name, kind: 'llama-server', model: name, baseUrl: `${url}/v1`, concurrency: 1 };
}

/** Each is a process that ends when it is unloaded, so that the other one reads the model from its file anew. */
export function embeddedPair() {
  return ['embedded-1', 'embedded-2'].map((name) => {
    return { name, kind: 'llama-embedded', model: MODEL, contextTokens: CONTEXT_TOKENS, threads: THREADS };
  });
}

/** @returns where the file is that BACKENDS_FILE names */
export function writeBackends(scope, backends) {
  const path = join(scope.folder(), 'backends.json');
  writeFileSync(path, JSON.stringify({ backends }));
  return path;
}
