import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
