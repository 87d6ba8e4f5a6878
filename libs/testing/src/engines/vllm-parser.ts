// vLLM's own argument parser, which scripts/engines/vllm-parser.mjs installs: the only judge of what vLLM takes.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { repositoryRoot } from '../machine/models-dir.js';

const script = () => join(repositoryRoot(), 'scripts/engines/vllm-parser.mjs');

/** In CI a missing parser is a failure; elsewhere its tests are skipped, and the runner prints how many. */
export function describeWithVllmParser(tests: () => void): void {
  const isThere = spawnSync(process.execPath, [script(), 'installed']).status === 0;
  if (!isThere && process.env.CI)
    throw new Error('vLLM’s argument parser is not installed; in CI it must be (node scripts/engines/vllm-parser.mjs install)');
  describe.skipIf(!isThere)(
    isThere ? 'by vLLM’s own parser' : 'vLLM’s parser is not here: node scripts/engines/vllm-parser.mjs install',
    tests,
  );
}

/** Of vLLM's own source. @param path such as vllm/v1/metrics/loggers.py */
export function vllmSource(path: string): string {
  const { stdout } = spawnSync(process.execPath, [script(), 'source'], { encoding: 'utf8' });
  return readFileSync(join(stdout.trim(), path), 'utf8');
}

/** For each list of `vllm serve` arguments null, or what vLLM says against it. All in one process, which takes seconds to start. */
export function vllmRefusals(commandLines: readonly (readonly string[])[]): (string | null)[] {
  const input = commandLines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const { status, stdout, error } = spawnSync(process.execPath, [script(), 'check'], { input, encoding: 'utf8' });
  const answers = stdout.split('\n').filter((line) => line !== '');
  if (status !== 0 || answers.length !== commandLines.length) throw new Error(`vLLM’s parser broke off with ${status ?? error?.message}`);
  return answers.map((line) => JSON.parse(line) as string | null);
}
