import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '@docmind/errors';
import type { ModelEntry, ModelFile } from '../catalogue/catalogue.schema.js';
import { fileSize } from '../files/file-size.js';
import type { ModelCatalogue } from '../catalogue/model-catalogue.js';
import { type ManifestFile, readManifest, writeManifest } from './model-manifest.js';
import { sha256File } from '../files/sha256-file.js';

export interface ModelStoreOptions {
  /** Holds one folder a model: `<dir>/<id>/<file>`. */
  readonly dir: string;
  readonly catalogue: ModelCatalogue;
}

export interface ModelPath {
  readonly dir: string;
  /** File name -> absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface ModelListing {
  readonly entry: ModelEntry;
  readonly installed: boolean;
  /** Bytes on disk when installed, otherwise what the catalogue says; undefined when nobody knows before a pull. */
  readonly bytes: number | undefined;
  /** False where the catalogue holds no hash of the files. */
  readonly pinned: boolean;
}

/** The models on this machine's disk. Reads only; `pullModel` writes. */
export class ModelStore {
  /** Absolute. */
  readonly dir: string;
  readonly catalogue: ModelCatalogue;

  constructor({ dir, catalogue }: ModelStoreOptions) {
    // A source's program runs in a folder of its own, where a relative path would lead elsewhere.
    this.dir = resolve(dir);
    this.catalogue = catalogue;
  }

  folder(id: string): string {
    return join(this.dir, this.catalogue.get(id).id);
  }

  /**
   * Where a model's files lie. Checks that they are there and of the right size; `verify` checks their content.
   * @throws AppError NOT_FOUND for an unknown id, FAILED_PRECONDITION naming what is missing and the command that fetches it
   */
  path(id: string): ModelPath {
    const dir = this.folder(id);
    const expected = this.expectedFiles(id);
    if (expected.length === 0) throw missing(id, 'it was never pulled');
    const files: Record<string, string> = {};
    for (const { name, bytes } of expected) {
      const path = join(dir, name);
      const found = readableSize(path, `${id}/${name}`);
      if (found === undefined) throw missing(id, `${id}/${name} is not in the models folder`);
      if (found !== bytes) throw missing(id, `${id}/${name} has ${found} bytes, ${bytes} are right`);
      files[name] = path;
    }
    return { dir, files };
  }

  /** Every model of the catalogue, in its order. */
  list(): ModelListing[] {
    return this.catalogue.entries.map((entry) => {
      const installed = this.isInstalled(entry.id);
      const known = entry.files ?? (installed ? this.expectedFiles(entry.id) : []);
      const bytes = known.length > 0 ? known.reduce((sum, file) => sum + file.bytes, 0) : undefined;
      return { entry, installed, bytes, pinned: entry.files !== undefined };
    });
  }

  /**
   * `path`, and every file has the right sha256. A file that was checked before and has kept its size and time isn't read again.
   * @throws AppError FAILED_PRECONDITION naming the file, the hash expected, the hash found and the command to run
   */
  async verify(id: string, options: { readonly everything?: boolean; readonly signal?: AbortSignal } = {}): Promise<ModelPath> {
    const found = this.path(id);
    const manifest = readManifest(found.dir);
    const known = options.everything ? {} : (manifest?.files ?? {});
    const checked = await this.check(id, found, known, options.signal);
    if (Object.entries(checked).some(([name, record]) => record !== known[name])) await remember(found.dir, manifest?.source, checked);
    return found;
  }

  private async check(id: string, { files }: ModelPath, known: Readonly<Record<string, ManifestFile>>, signal: AbortSignal | undefined) {
    const checked: Record<string, ManifestFile> = {};
    for (const file of this.expectedFiles(id)) {
      const path = files[file.name] as string;
      const record = unchanged(path, known[file.name]) ?? (await hashed(path, signal));
      if (record.sha256 !== file.sha256) throw wrongHash(id, file, record.sha256);
      checked[file.name] = record;
    }
    return checked;
  }

  private isInstalled(id: string): boolean {
    try {
      this.path(id);
      return true;
    } catch {
      return false;
    }
  }

  /** The catalogue's files, or for a model that isn't pinned what its pull recorded. */
  private expectedFiles(id: string): ModelFile[] {
    const pinned = this.catalogue.get(id).files;
    if (pinned) return pinned;
    const recorded = readManifest(this.folder(id))?.files ?? {};
    return Object.entries(recorded).map(([name, { bytes, sha256 }]) => ({ name, bytes, sha256 }));
  }
}

/** @throws AppError FAILED_PRECONDITION for a file, or a folder above it, that belongs to somebody else alone */
function readableSize(path: string, name: string): number | undefined {
  try {
    const size = fileSize(path);
    if (size !== undefined) accessSync(path, constants.R_OK);
    return size;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const says = `${name} cannot be read (${code}): let this user read the models folder, or name another one with MODELS_DIR`;
    throw new AppError('FAILED_PRECONDITION', says, { cause });
  }
}

export function pullCommand(id: string): string {
  return `npm run docmind -- models pull ${id}`;
}

function missing(id: string, why: string): AppError {
  return new AppError('FAILED_PRECONDITION', `The model ${id} is not installed: ${why}. Run: ${pullCommand(id)}`);
}

function wrongHash(id: string, file: ModelFile, found: string): AppError {
  return new AppError(
    'FAILED_PRECONDITION',
    `${id}/${file.name} is damaged or another model: its sha256 is ${found}, ${file.sha256} is right. Run: ${pullCommand(id)}`,
    { details: { file: `${id}/${file.name}`, expected: file.sha256, found } },
  );
}

async function hashed(path: string, signal: AbortSignal | undefined): Promise<ManifestFile> {
  const { size, mtimeMs } = statSync(path);
  return { sha256: await sha256File(path, signal), bytes: size, mtimeMs };
}

/** A models folder that is mounted read-only is normal in a container: then each start hashes again. */
async function remember(folder: string, source = 'already there', files: Record<string, ManifestFile>): Promise<void> {
  await writeManifest(folder, { source, files }).catch(() => undefined);
}

function unchanged(path: string, known: ManifestFile | undefined): ManifestFile | undefined {
  if (!known) return undefined;
  const stats = statSync(path);
  return stats.size === known.bytes && stats.mtimeMs === known.mtimeMs ? known : undefined;
}
