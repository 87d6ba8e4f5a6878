import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';

/** Where the real models of the tests lie; `npm test` pulls them first. */
export function modelsDirForTests(): string {
  return process.env.DOCMIND_MODELS_DIR ?? join(repositoryRoot(), '.docmind', 'models');
}

export function repositoryRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json'))) return folder;
  }
  throw new Error('not inside the repository');
}

/** In CI a missing model is a failure; elsewhere its tests are skipped, and the runner prints how many. */
export function describeWithModel(id: string, tests: () => void): void {
  const isThere = existsSync(join(modelsDirForTests(), id));
  if (!isThere && process.env.CI) throw new Error(`the model ${id} is not in the models folder; in CI it must be`);
  describe.skipIf(!isThere)(isThere ? `with ${id}` : `${id} is not installed: run "docmind models pull ${id}" for these`, tests);
}
