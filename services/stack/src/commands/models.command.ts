import { AppError } from '@docmind/errors';
import {
  addModel,
  type ModelDescription,
  type ModelEntry,
  type ModelStore,
  openModelStore,
  pullModel,
  type PullProgress,
  removeModel,
} from '@docmind/models';
import { DEFAULT_MODELS, modelsDir } from '../config/models.js';
import { loadStackConfig } from '../config/stack-config.js';
import { say, table } from './terminal.js';

const BAR_CELLS = 30;
const MIB = 1024 * 1024;

export interface ModelsOptions {
  readonly dataDir?: string;
  readonly from?: string;
}

export interface AddModelOptions extends Pick<ModelsOptions, 'dataDir'> {
  readonly from: string;
  readonly kind: ModelEntry['kind'];
  readonly licence?: string;
  readonly sha256?: string;
}

export async function pullModels(ids: readonly string[], options: ModelsOptions): Promise<void> {
  const store = openStore(options);
  await untilInterrupted(async (signal) => {
    for (const model of ids.length > 0 ? ids : DEFAULT_MODELS) {
      const { alreadyThere, source } = await pullModel({ model, store, from: options.from, signal, onProgress: showProgress });
      say(alreadyThere ? `${model}: already there, hash checked` : `${model}: installed from ${source}, hash checked`);
    }
  });
}

export async function addOne(id: string, { dataDir, ...options }: AddModelOptions): Promise<void> {
  const store = openStore({ dataDir });
  const { entry, description } = await untilInterrupted((signal) => addModel({ id, store, signal, onProgress: showProgress, ...options }));
  say(`${id}: added, ${description === undefined ? entry.format : about(description)}`);
  for (const { name, bytes, sha256 } of entry.files ?? []) say(`  ${name}, ${bytes} bytes, sha256 ${sha256}`);
  if (entry.licence === 'not stated') say('  its licence is not stated: look it up before you use it');
  if (entry.kind === 'chat') say(`To use it: INFERENCE_MODEL=${id}`);
}

/** @throws AppError FAILED_PRECONDITION when one of them is missing or damaged */
export async function verifyModels(ids: readonly string[], options: ModelsOptions): Promise<void> {
  const store = openStore(options);
  const installed = store.list().filter((model) => model.installed);
  const asked = ids.length > 0 ? ids : installed.map(({ entry }) => entry.id);
  if (asked.length === 0) return say('No model is installed.');
  let wrong = 0;
  for (const id of asked) {
    try {
      await untilInterrupted((signal) => store.verify(id, { everything: true, signal }));
      say(`${id}: every hash is right`);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      wrong += 1;
      say(thrown.message);
    }
  }
  if (wrong > 0) throw new AppError('FAILED_PRECONDITION', `${wrong} of ${asked.length} models are missing or damaged`);
}

export async function removeModels(ids: readonly string[], options: ModelsOptions): Promise<void> {
  for (const id of ids) {
    await removeModel({ id, store: openStore(options) });
    say(`${id}: removed`);
  }
}

async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', onSignal);
  }
}

function about(description: ModelDescription): string {
  const { format, weightsBytes } = description;
  const is = format === 'gguf' ? description.metadata['general.architecture'] : description.config.model_type;
  return `${format}, ${typeof is === 'string' ? is : 'unnamed architecture'}, weights ${Math.round(weightsBytes / MIB)} MiB`;
}

export function listModels(options: ModelsOptions): void {
  const rows = openStore(options)
    .list()
    .map(({ entry, installed, bytes, pinned }) => [
      entry.id,
      entry.kind,
      installed ? 'installed' : 'not here',
      bytes === undefined ? '?' : `${Math.round(bytes / MIB)} MiB`,
      entry.licence,
      pinned ? 'pinned' : 'not pinned',
    ]);
  say(table([['model', 'kind', 'on this machine', 'size', 'licence', 'hash'], ...rows]));
}

export function openStore({ dataDir }: Pick<ModelsOptions, 'dataDir'>): ModelStore {
  const config = loadStackConfig({ DOCMIND_DATA_DIR: dataDir });
  return openModelStore(modelsDir(config));
}

const LINE_EVERY_MS = 5_000;
let lastLineAt = 0;

/** One line that is drawn over on a terminal; elsewhere one a phase, and one every five seconds while bytes arrive. */
export function showProgress(progress: PullProgress): void {
  const { model, source, phase, note } = progress;
  if (note) say(`${model}: ${note}`);
  if (process.stdout.isTTY) {
    process.stdout.write(`\r\u001b[K${model} ${bar(progress)} ${phase}${phase === 'done' ? '\n' : ''}`);
  } else if (progress.doneBytes === 0 || phase !== 'download' || Date.now() - lastLineAt > LINE_EVERY_MS) {
    lastLineAt = Date.now();
    say(`${model}: ${phase}${source ? ` (${source})` : ''} ${bar(progress)}`);
  }
}

function bar({ doneBytes, totalBytes }: PullProgress): string {
  const share = totalBytes === 0 ? 0 : Math.min(1, doneBytes / totalBytes);
  const filled = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}] ${Math.round(doneBytes / MIB)}/${Math.round(totalBytes / MIB)} MiB`;
}
