import { chmod, lstat, mkdir, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@docmind/errors';
import type { ModelEntry, ModelSourceEntry } from '../catalogue/catalogue.schema.js';
import { fileSize } from '../files/file-size.js';
import { type ManifestFile, writeManifest } from '../store/model-manifest.js';
import type { ModelSource, WantedFile } from '../sources/model-source.port.js';
import type { ModelPath, ModelStore } from '../store/model-store.js';
import { PullProgressMeter, type OnPullProgress } from './pull-progress.js';
import { withPullLock } from '../store/pull-lock.js';
import { sha256File } from '../files/sha256-file.js';
import { createSource } from '../sources/create-source.js';
import { DEFAULT_SOURCE_SETTINGS, type SourceSettings } from '../sources/source-settings.js';

export interface PullOptions {
  readonly model: string;
  readonly store: ModelStore;
  readonly onProgress?: OnPullProgress;
  /** A folder or file on this machine, asked before the catalogue's sources. */
  readonly from?: string;
  readonly settings?: Partial<SourceSettings>;
  readonly signal?: AbortSignal;
}

export interface PullResult extends ModelPath {
  /** True where nothing had to be fetched. */
  readonly alreadyThere: boolean;
  /** The source that gave the files; undefined when they were there. */
  readonly source: string | undefined;
}

/**
 * Brings a model to the store's disk: tries its sources in order, checks size and sha256, and only then puts the files in place, so that
 * a reader never sees half a file. A damaged file on disk is replaced; a right one costs no network.
 * @throws AppError NOT_FOUND for an unknown model, UNAVAILABLE naming what each source answered, CANCELLED when the signal aborts
 */
export async function pullModel(options: PullOptions): Promise<PullResult> {
  const { model, store } = options;
  const entry = store.catalogue.get(model);
  const present = await installed(options);
  if (present) return { ...present, alreadyThere: true, source: undefined };
  const folder = store.folder(model);
  await makeModelFolder(folder, model);
  return withPullLock(join(folder, '.pull.lock'), model, async () => {
    const source = await fromFirstSource(entry, folder, options);
    return { ...store.path(model), alreadyThere: false, source };
  });
}

/** For the service's user and group alone. @throws AppError FAILED_PRECONDITION */
export async function makeModelFolder(folder: string, model: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await chmod(folder, 0o750);
  } catch (cause) {
    throw new AppError('FAILED_PRECONDITION', `The folder for ${model} cannot be made: ${reasonOf(cause)}`, { cause });
  }
}

async function installed({ model, store, onProgress, signal }: PullOptions): Promise<ModelPath | undefined> {
  try {
    return await store.verify(model, { signal });
  } catch (thrown) {
    if (signal?.aborted) throw cancelled(model, thrown);
    if (thrown instanceof AppError) {
      if (thrown.details?.found) onProgress?.({ model, source: '', phase: 'replace', doneBytes: 0, totalBytes: 0, note: thrown.message });
      return undefined;
    }
    throw thrown;
  }
}

async function fromFirstSource(entry: ModelEntry, folder: string, options: PullOptions): Promise<string> {
  const settings = { ...DEFAULT_SOURCE_SETTINGS, ...options.settings };
  const given: ModelSourceEntry[] = options.from === undefined ? [] : [{ kind: 'file', path: options.from }];
  const attempts: { source: string; reason: string }[] = [];
  for (const sourceEntry of [...given, ...entry.sources]) {
    const source = createSource(sourceEntry, entry.id, settings);
    try {
      await fromSource(source, entry, folder, options);
      return source.label;
    } catch (cause) {
      if (options.signal?.aborted) throw cancelled(entry.id, cause);
      attempts.push({ source: source.label, reason: reasonOf(cause) });
    }
  }
  const tried = attempts.map(({ source, reason }) => `${source}: ${reason}`).join(' | ');
  throw new AppError('UNAVAILABLE', `${entry.id} could not be fetched from any of its ${attempts.length} sources. ${tried}`, {
    details: { attempts },
  });
}

async function fromSource(source: ModelSource, entry: ModelEntry, folder: string, options: PullOptions): Promise<void> {
  const signal = options.signal ?? new AbortController().signal;
  const files: readonly WantedFile[] = entry.files ?? (await source.list(signal));
  await installFiles({ model: entry.id, source, files, folder, signal, onProgress: options.onProgress });
}

export interface InstallJob {
  readonly model: string;
  readonly source: ModelSource;
  readonly files: readonly WantedFile[];
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?: OnPullProgress | undefined;
  /** Looks at the checked files before they are put in place, and throws to refuse them. */
  readonly accept?: (partDir: string) => Promise<void>;
}

/** Fetches into a folder beside the model's files, checks, and only then moves them in. @returns what was found of each file */
export async function installFiles(job: InstallJob): Promise<Readonly<Record<string, ManifestFile>>> {
  const { model, source, files, folder, signal, onProgress } = job;
  const meter = new PullProgressMeter(model, source.label, files, onProgress);
  const partDir = join(folder, '.part');
  const scratchDir = join(partDir, '.scratch');
  const partPath = (name: string) => join(partDir, name);
  await rm(scratchDir, { recursive: true, force: true });
  await mkdir(scratchDir, { recursive: true, mode: 0o750 });
  try {
    await assertSpace(partDir, files);
    meter.phase('download');
    await source.fetch({ files, partPath, scratchDir, signal, onBytes: (name, done) => meter.bytes(name, done) });
    meter.phase('verify');
    const checked: Record<string, ManifestFile> = {};
    for (const file of files) checked[file.name] = await check(file, partPath(file.name), signal);
    await job.accept?.(partDir);
    // From here on only renames: fast, and each one whole.
    for (const file of files) await rename(partPath(file.name), join(folder, file.name));
    await writeManifest(folder, { source: source.label, files: checked });
    await rm(partDir, { recursive: true, force: true });
    meter.phase('done');
    return checked;
  } catch (thrown) {
    // A part that can't be finished must not keep the disk full.
    if (isDiskFull(thrown)) await rm(partDir, { recursive: true, force: true });
    throw thrown;
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

/** A file that fails is deleted: a later try must not go on from it. */
async function check(file: WantedFile, path: string, signal: AbortSignal): Promise<ManifestFile> {
  const stats = await lstat(path);
  // An archive may hold a link to a file of this machine in the model's place.
  if (!stats.isFile()) {
    await rm(path, { recursive: true, force: true });
    throw new AppError('UNAVAILABLE', `${file.name} is not a plain file in what the source gave`);
  }
  const { size, mtimeMs } = stats;
  const sha256 = await sha256File(path, signal);
  const wrongHash = file.sha256 !== undefined && file.sha256 !== sha256;
  if (wrongHash || (file.bytes !== undefined && file.bytes !== size)) {
    await rm(path, { force: true });
    const right = file.sha256 === undefined ? `${file.bytes} bytes are right` : `sha256 ${file.sha256} and ${file.bytes} bytes are right`;
    throw new AppError('UNAVAILABLE', `${file.name} is not the file expected: sha256 ${sha256} and ${size} bytes, ${right}`);
  }
  await chmod(path, 0o640);
  return { sha256, bytes: size, mtimeMs };
}

/** What an earlier try left counts, for a source may go on from it. */
async function assertSpace(folder: string, files: readonly WantedFile[]): Promise<void> {
  const there = (name: string) => fileSize(join(folder, name)) ?? 0;
  const neededBytes = files.reduce((sum, { name, bytes }) => sum + Math.max(0, (bytes ?? 0) - there(name)), 0);
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new AppError('FAILED_PRECONDITION', `the disk has ${freeBytes} bytes free, ${neededBytes} are needed`);
}

function cancelled(model: string, cause: unknown): AppError {
  return new AppError('CANCELLED', `The pull of ${model} was cancelled; run it again to go on`, { cause });
}

export function reasonOf(thrown: unknown): string {
  if (isDiskFull(thrown)) return 'the disk is full';
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function isDiskFull(thrown: unknown): boolean {
  const { code, cause } = thrown as { code?: unknown; cause?: unknown };
  return code === 'ENOSPC' || (cause instanceof Error && isDiskFull(cause));
}
