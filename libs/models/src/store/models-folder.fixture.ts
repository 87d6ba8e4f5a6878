// What the specs share: an empty folder on the real disk and a catalogue of one small model.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { ModelSourceEntry } from '../catalogue/catalogue.schema.js';
import { ModelCatalogue } from '../catalogue/model-catalogue.js';
import { ModelStore } from './model-store.js';

export const MODEL_ID = 'tiny';
export const MODEL_TEXT = 'the weights of a very small model '.repeat(64);

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export class ModelsFolder implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'docmind-models-'));

  /** Writes a file and its folders. @returns its absolute path */
  write(name: string, content: string | Buffer): string {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** A store in `models/` whose catalogue holds `tiny`, pinned to `content` (undefined: not pinned). */
  store(sources: readonly ModelSourceEntry[], content: string | Buffer | undefined = MODEL_TEXT): ModelStore {
    return new ModelStore({ dir: this.path('models'), catalogue: catalogueOf(sources, content) });
  }

  /** The same by a path from where the process runs, as the default data folder is one. */
  relativeStore(sources: readonly ModelSourceEntry[]): ModelStore {
    return new ModelStore({ dir: relative(process.cwd(), this.path('models')), catalogue: catalogueOf(sources, MODEL_TEXT) });
  }

  /** The same without a hash: the source's own listing decides. */
  unpinnedStore(sources: readonly ModelSourceEntry[]): ModelStore {
    return new ModelStore({ dir: this.path('models'), catalogue: catalogueOf(sources, undefined) });
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function catalogueOf(sources: readonly ModelSourceEntry[], content: string | Buffer | undefined): ModelCatalogue {
  const files = content === undefined ? undefined : [{ name: 'model.gguf', bytes: Buffer.byteLength(content), sha256: sha256(content) }];
  const about = { id: MODEL_ID, kind: 'chat', format: 'gguf', title: 'Tiny', licence: 'MIT', description: 'For specs' };
  return ModelCatalogue.parse(JSON.stringify({ models: [{ ...about, files, sources }] }));
}
