// The models that were added on this machine: a catalogue of its own beside their folders, so that an update of DocMind leaves it alone.
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { ModelEntry } from '../catalogue/catalogue.schema.js';
import { ModelCatalogue } from '../catalogue/model-catalogue.js';
import { ModelStore } from './model-store.js';
import { withPullLock } from './pull-lock.js';

const NAME = 'catalogue.yaml';
/** The list is held for milliseconds. */
const PATIENCE_MS = 5_000;
const HEAD = '# Models added with `docmind models add`; `docmind models remove` takes one out.\n';

/** The store in `dir`, with the models DocMind knows and those added there. @throws AppError FAILED_PRECONDITION for a catalogue that can't be read */
export function openModelStore(dir: string): ModelStore {
  return new ModelStore({ dir, catalogue: ModelCatalogue.load().with(ownEntries(dir)) });
}

export function ownEntries(dir: string): readonly ModelEntry[] {
  const path = join(dir, NAME);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return ModelCatalogue.parse(text, NAME).entries;
}

/** Changes the list whole or not at all, one process at a time. @throws AppError UNAVAILABLE while another one changes it */
export async function changeOwnEntries(dir: string, change: (entries: readonly ModelEntry[]) => readonly ModelEntry[]): Promise<void> {
  const path = join(resolve(dir), NAME);
  await withPullLock(
    `${path}.lock`,
    'the list of added models',
    async () => {
      const models = change(ownEntries(dir));
      const temporary = `${path}.${process.pid}`;
      await writeFile(temporary, HEAD + stringify({ models }), { mode: 0o640 });
      await rename(temporary, path);
    },
    PATIENCE_MS,
  );
}
