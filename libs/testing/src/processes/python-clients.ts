// Official Python clients, unchanged, which scripts/testing/python-clients.mjs installs.
import { execFile, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';
import { repositoryRoot } from '../machine/models-dir.js';

export interface PythonClients {
  /** What the program writes. Without a PATH there is no pip that a client could run. @throws Error with its stderr when it fails */
  run(...args: string[]): Promise<string>;
}

/** In CI missing clients are a failure; elsewhere their tests are skipped, and the runner prints how many. */
export function describeWithPythonClients(
  group: 'gptcache' | 'llm' | 'litellm' | 'kubernetes',
  title: string,
  tests: (python: PythonClients) => void,
): void {
  const found = spawnSync(process.execPath, [join(repositoryRoot(), 'scripts/testing/python-clients.mjs'), group], { encoding: 'utf8' });
  if (found.status !== 0 && process.env.CI) throw new Error(found.stderr);
  const python = found.stdout.trim();
  const run = async (...args: string[]) => (await promisify(execFile)(python, args, { env: { PATH: dirname(python) } })).stdout;
  describe.skipIf(found.status !== 0)(found.status === 0 ? title : `${title}: ${found.stderr.trim().split('\n').at(-1)}`, () =>
    tests({ run }),
  );
}
