import { resolve } from 'node:path';
import { AppError } from '@docmind/errors';
import { openClient, type StackOptions } from '../client/open-client.js';
import { FolderSync } from '../ingest/folder-sync.js';
import { FolderWatch } from '../ingest/folder-watch.js';
import { Journal } from '../ingest/journal.js';
import { Report } from '../ingest/report.js';
import { clientSettings } from '../settings/client-settings.js';
import { say } from './terminal.js';
import { untilStopped } from './until-stopped.js';

/** After Ctrl-C, for the upload that runs. */
const END_LIMIT_MS = 30_000;

export interface IngestOptions extends StackOptions {
  readonly into?: string;
  readonly tag?: readonly string[];
  readonly watch?: boolean;
  readonly retry?: boolean;
}

/** @throws AppError FAILED_PRECONDITION at the end when some documents were refused; the others are in */
export async function ingest(paths: readonly string[], options: IngestOptions): Promise<void> {
  const { url, key, into, tag: tags, watch = false, retry: retries = false } = options;
  const roots = paths.map((path) => resolve(path));
  const client = openClient({ url, key });
  const journal = Journal.open(clientSettings().DOCMIND_DATA_DIR, roots, `${client.baseUrl} ${into ?? ''}`);
  const sync = new FolderSync(client, journal, { roots, into, tags, follows: watch, retries });
  if (watch) return follow(new FolderWatch(client, sync, { roots, into }, say), roots);
  const report = new Report(say);
  await sync.run(report);
  say(report.summary());
  const { failed, skipped: _skipped, ...rest } = report.counts;
  const all = Object.values(rest).reduce((sum, count) => sum + count, failed);
  if (failed > 0) throw new AppError('FAILED_PRECONDITION', `${failed} of ${all} documents were refused`);
}

/** The first look must succeed; what fails later is said and does not end it. */
async function follow(watch: FolderWatch, roots: readonly string[]): Promise<void> {
  await watch.look();
  say(watch.report.summary());
  say(`Watching ${roots.join(', ')}. Ctrl-C ends it; the next run goes on from there.`);
  const stop = new AbortController();
  const watching = watch.follow(stop.signal);
  await untilStopped(async () => {
    stop.abort();
    await watching;
  }, END_LIMIT_MS);
}
