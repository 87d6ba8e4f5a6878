import { ModelCatalogue, ModelStore, pullModel, type PullProgress } from '@docmind/models';
import { DEFAULT_MODELS, modelsDir } from '../models.js';
import { loadStackConfig } from '../stack-config.js';
import { say, table } from './terminal.js';

const BAR_CELLS = 30;
const MIB = 1024 * 1024;

export interface ModelsOptions {
  readonly dataDir?: string;
  readonly from?: string;
}

export async function pullModels(ids: readonly string[], options: ModelsOptions): Promise<void> {
  const store = openStore(options);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    for (const model of ids.length > 0 ? ids : DEFAULT_MODELS) {
      const { alreadyThere, source } = await pullModel({ model, store, from: options.from, signal: stop.signal, onProgress: showProgress });
      say(alreadyThere ? `${model}: already there, hash checked` : `${model}: installed from ${source}, hash checked`);
    }
  } finally {
    process.off('SIGINT', onSignal);
  }
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
  return new ModelStore({ dir: modelsDir(config), catalogue: ModelCatalogue.load() });
}

/** One line that is drawn over on a terminal, a line a phase elsewhere. */
export function showProgress(progress: PullProgress): void {
  const { model, source, phase, note } = progress;
  if (note) say(`${model}: ${note}`);
  if (process.stdout.isTTY) {
    process.stdout.write(`\r\u001b[K${model} ${bar(progress)} ${phase}${phase === 'done' ? '\n' : ''}`);
  } else if (progress.doneBytes === 0 || phase !== 'download') {
    say(`${model}: ${phase}${source ? ` (${source})` : ''} ${bar(progress)}`);
  }
}

function bar({ doneBytes, totalBytes }: PullProgress): string {
  const share = totalBytes === 0 ? 0 : Math.min(1, doneBytes / totalBytes);
  const filled = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)}] ${Math.round(doneBytes / MIB)}/${Math.round(totalBytes / MIB)} MiB`;
}
