import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '@docmind/errors';
import { idProblem, type ModelEntry, modelEntrySchema, SAFE_NAME } from '../catalogue/catalogue.schema.js';
import type { ModelSource, WantedFile } from '../sources/model-source.port.js';
import { changeOwnEntries } from '../store/own-catalogue.js';
import { installFiles, makeModelFolder, type PullOptions, reasonOf } from './pull-model.js';
import { withPullLock } from '../store/pull-lock.js';
import { describeModel, type ModelDescription } from '../readers/describe-model.js';
import { parseSourceSpec, type SourceSpec } from '../sources/source-spec.policy.js';
import { createSource } from '../sources/create-source.js';
import { DEFAULT_SOURCE_SETTINGS } from '../sources/source-settings.js';

export interface AddOptions extends Pick<PullOptions, 'store' | 'onProgress' | 'settings' | 'signal'> {
  readonly id: string;
  /** As `parseSourceSpec` reads it. */
  readonly from: string;
  readonly kind?: ModelEntry['kind'];
  readonly licence?: string;
  /** What the file must have; of a model of one file only. */
  readonly sha256?: string;
}

export interface AddedModel {
  readonly entry: ModelEntry;
  /** What its files say; undefined for the formats that nobody here reads. */
  readonly description: ModelDescription | undefined;
}

/** A part of one model in several files. */
const PART = /-\d{5}-of-\d{5}\.gguf$/;
/** A folder with more holds something else than a model. */
const MOST_FILES = 500;

/**
 * Brings a model that the catalogue doesn't know to the store, and writes it down there with the hashes found: from then on it is listed,
 * checked and served like any other. A file that is no model is refused, and nothing of it stays.
 * @throws AppError INVALID_ARGUMENT for a bad name or source, FAILED_PRECONDITION for a name in use or files that are no model, UNAVAILABLE when
 * the source fails, CANCELLED
 */
export async function addModel(options: AddOptions): Promise<AddedModel> {
  const { id, store } = options;
  const spec = parseSourceSpec(options.from);
  const problem = idProblem(id);
  if (problem) throw new AppError('INVALID_ARGUMENT', `"${id}" cannot be a model's name: it ${problem}`);
  if (store.catalogue.has(id))
    throw new AppError('FAILED_PRECONDITION', `There is a model ${id} already; take another name, or remove that one first`);
  const folder = join(store.dir, id);
  await makeModelFolder(folder, id);
  return withPullLock(join(folder, '.pull.lock'), id, async () => {
    try {
      return await fetched(spec, folder, options);
    } catch (thrown) {
      const error = worded(thrown, options);
      const isInterrupted = error.code === 'CANCELLED' || error.code === 'UNAVAILABLE';
      if (!isInterrupted || !(await canGoOn(spec, folder))) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  });
}

/** The hub tells the hashes of a whole repository, so a later try may take up what this one left. */
async function canGoOn({ source, file }: SourceSpec, folder: string): Promise<boolean> {
  if (source.kind !== 'hub' || file !== undefined) return false;
  return (await readdir(join(folder, '.part')).catch(() => [])).length > 0;
}

async function fetched(spec: SourceSpec, folder: string, options: AddOptions): Promise<AddedModel> {
  const { id, store, onProgress } = options;
  const signal = options.signal ?? new AbortController().signal;
  const source = createSource(spec.source, id, { ...DEFAULT_SOURCE_SETTINGS, ...options.settings });
  const files = await wantedFiles(spec, source, options, signal);
  const format = formatOf(files.map(({ name }) => name));
  let description: ModelDescription | undefined;
  const accept = async (partDir: string) => {
    if (format === 'gguf' || format === 'safetensors') description = await describeModel(partDir);
  };
  const found = await installFiles({ model: id, source, files, folder, signal, onProgress, accept });
  const entry = modelEntrySchema.parse({
    id,
    kind: options.kind ?? 'chat',
    format,
    title: id,
    licence: options.licence ?? 'not stated',
    description: `Added from ${source.label}.`,
    files: Object.entries(found).map(([name, { bytes, sha256 }]) => ({ name, bytes, sha256 })),
    sources: [withMembers(spec, Object.keys(found))],
  });
  await changeOwnEntries(store.dir, (entries) => [...entries.filter((other) => other.id !== id), entry]);
  return { entry, description };
}

/** A pinned entry must say where each of its files lies. */
function withMembers({ source }: SourceSpec, names: readonly string[]): ModelEntry['sources'][number] {
  if (source.kind !== 'hub' || source.members) return source;
  return { ...source, members: Object.fromEntries(names.map((name) => [name, name])) };
}

async function wantedFiles(
  spec: SourceSpec,
  source: ModelSource,
  options: AddOptions,
  signal: AbortSignal,
): Promise<readonly WantedFile[]> {
  const files = await listed(spec, source, signal);
  const choices = files.map(({ name }) => name).filter((name) => name.endsWith('.gguf') && !PART.test(name));
  if (choices.length > 1)
    throw new AppError('INVALID_ARGUMENT', `there are ${choices.length} GGUF files, name one of them: ${choices.slice(0, 20).join(', ')}`);
  if (options.sha256 === undefined) return files;
  const [file] = files;
  if (file && files.length === 1) return [{ ...file, sha256: options.sha256.toLowerCase() }];
  throw new AppError('INVALID_ARGUMENT', `A sha256 can be given for one file, this model has ${files.length}`);
}

async function listed({ source: entry, file }: SourceSpec, source: ModelSource, signal: AbortSignal): Promise<readonly WantedFile[]> {
  if (file !== undefined) return [{ name: file }];
  return entry.kind === 'file' ? filesAt(entry.path) : source.list(signal);
}

/** The file itself, or the plain files of a folder: no dot files, no links that lead out of it. */
async function filesAt(path: string): Promise<readonly WantedFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new AppError('FAILED_PRECONDITION', `there is nothing at ${path}`);
  const entries = found.isDirectory() ? await readdir(path, { withFileTypes: true }) : [];
  const names = found.isDirectory() ? entries.filter((entry) => entry.isFile()).map(({ name }) => name) : [basename(path)];
  const plain = names.filter((name) => SAFE_NAME.test(name));
  if (plain.length === 0) throw new AppError('FAILED_PRECONDITION', `there is no file with a plain name at ${path}`);
  if (plain.length > MOST_FILES)
    throw new AppError('FAILED_PRECONDITION', `${path} has more than ${MOST_FILES} files; name the model's own folder`);
  return Promise.all(plain.sort().map(async (name) => ({ name, bytes: (await stat(found.isDirectory() ? join(path, name) : path)).size })));
}

function formatOf(names: readonly string[]): ModelEntry['format'] {
  for (const format of ['gguf', 'safetensors', 'onnx'] as const) if (names.some((name) => name.endsWith(`.${format}`))) return format;
  if (names.length > 0 && names.every((name) => name.endsWith('.json'))) return 'json';
  throw new AppError('FAILED_PRECONDITION', `no file of ${names.slice(0, 5).join(', ')} ends in .gguf, .safetensors or .onnx`);
}

function worded(thrown: unknown, { id, signal }: AddOptions): AppError {
  if (signal?.aborted) return new AppError('CANCELLED', `Adding ${id} was cancelled`, { cause: thrown });
  const code = thrown instanceof AppError ? thrown.code : 'UNAVAILABLE';
  return new AppError(code, `${id} was not added: ${reasonOf(thrown)}`, { cause: thrown });
}
