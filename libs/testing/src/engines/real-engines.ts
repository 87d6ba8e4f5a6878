// Real engines for tests, from the user's cache folder: scripts/engines/llama-server.mjs and scripts/engines/ollama.mjs put them there.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';
import { engineCache, type RunningEngine, startEngine } from './engine-process.js';
import { modelsDirForTests, repositoryRoot } from '../machine/models-dir.js';
import { findServer, freePort } from '../servers/real-servers.js';

const PYTHON = join(engineCache(), 'llama-server/venv/bin/python');
const GGUF = 'smollm2-135m-instruct/model.gguf';

export interface LlamaServerOptions {
  readonly contextTokens?: number;
  readonly alias?: string;
}

/** In CI a missing engine is a failure; elsewhere its tests are skipped, and the runner prints how many. */
export function describeWithLlamaServer(tests: () => void): void {
  const isThere = existsSync(PYTHON);
  if (!isThere && process.env.CI)
    throw new Error("llama.cpp's server is not installed (node scripts/engines/llama-server.mjs); in CI it must be");
  describe.skipIf(!isThere)(
    isThere ? 'with a real llama-server' : 'llama-server is not there: run node scripts/engines/llama-server.mjs',
    tests,
  );
}

/** Built on demand only: where it isn't there its tests are skipped and counted, in CI too. */
export function describeWithOllama(tests: () => void): void {
  const isThere = ollamaProgram() !== undefined;
  describe.skipIf(!isThere)(
    isThere ? 'with a real Ollama' : 'Ollama is not there: install it, or run node scripts/engines/ollama.mjs',
    tests,
  );
}

export async function startLlamaServer({ contextTokens = 1_024, alias = 'smollm2' }: LlamaServerOptions = {}): Promise<RunningEngine> {
  const port = await freePort();
  const model = ['--model', join(modelsDirForTests(), GGUF), '--alias', alias, '--ctx-size', String(contextTokens)];
  const args = [join(repositoryRoot(), 'deploy/compose-lab/llama/server.py'), ...model, '--threads', '1', '--port', String(port)];
  const url = `http://127.0.0.1:${port}`;
  return startEngine({ program: PYTHON, args: [...args, '--jinja', '--metrics', '--slots'], url, health: '/health', model: alias });
}

/** With SmolLM2 imported as `smol`. */
export async function startOllama(contextTokens = 1_024): Promise<RunningEngine> {
  const program = ollamaProgram() as string;
  const folder = mkdtempSync(join(tmpdir(), 'docmind-ollama-'));
  const host = `127.0.0.1:${await freePort()}`;
  const env = { ...process.env, HOME: folder, OLLAMA_HOST: host, OLLAMA_MODELS: join(folder, 'models'), OLLAMA_NO_CLOUD: '1' };
  const engine = await startEngine({ program, args: ['serve'], url: `http://${host}`, health: '/api/version', model: 'smol', env });
  const modelfile = join(folder, 'Modelfile');
  writeFileSync(modelfile, `FROM ${join(modelsDirForTests(), GGUF)}\nPARAMETER num_ctx ${contextTokens}\nPARAMETER num_thread 1\n`);
  await promisify(execFile)(program, ['create', 'smol', '-f', modelfile], { env });
  return {
    ...engine,
    stop: async () => {
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ollamaProgram(): string | undefined {
  const built = join(engineCache(), 'ollama-0.34.0/bin/ollama');
  return existsSync(built) ? built : findServer('ollama');
}
