import { setTimeout as delay } from 'node:timers/promises';
import { environmentWith } from '@docmind/config';
import { DocmindClient } from '../client/docmind-client.js';
import type { RunningStack } from '../hosts/running-stack.js';
import { doorUrl } from '../settings/client-settings.js';
import type { FolderToWatch } from '../settings/watch-settings.js';
import { FolderSync } from './folder-sync.js';
import { FolderWatch } from './folder-watch.js';
import { Journal } from './journal.js';
import { WatchReport } from './watch-report.js';

/** For the file at hand, and to say goodbye. */
const END_LIMIT_MS = 1_000;

/**
 * The folders that WATCH_FOLDERS names, kept in the stack by the same engine and over the same door as `docmind ingest FOLDER --into NAME --watch`.
 * The documents are the tenant's whose key DOCMIND_API_KEY is.
 * Each document is not said here: the console shows what came of them.
 * @returns what ends the watching, at the next file
 */
export function watchForStack(
  folders: readonly FolderToWatch[],
  { urls }: Pick<RunningStack, 'urls'>,
  dataDir: string,
  say: (text: string) => void,
): () => Promise<void> {
  const { hostname, port } = new URL(urls.orchestrator);
  const door = doorUrl(hostname.replace(/^\[|\]$/g, ''), Number(port));
  const client = new DocmindClient(door, environmentWith({}).DOCMIND_API_KEY);
  const stop = new AbortController();
  const tell = (into: string, text: string) => {
    if (!stop.signal.aborted) say(`${into}: ${text}`);
  };
  const watching = folders.map((folder) => keep(folder).catch((thrown: unknown) => tell(folder.into, String(thrown))));
  async function keep({ root, into }: FolderToWatch): Promise<void> {
    const roots = [root];
    // Not by the address, which may be another port tomorrow: it is the stack of this data folder.
    const journal = Journal.open(dataDir, roots, `the stack ${into}`);
    const sync = new FolderSync(client, journal, { roots, into, follows: true, retries: false, staysInside: true, signal: stop.signal });
    const watch = new FolderWatch(client, sync, { roots, into }, (text) => tell(into, text), new WatchReport(() => undefined, false));
    await watch.tryToLook();
    if (!stop.signal.aborted) await watch.follow(stop.signal);
  }
  return async () => {
    stop.abort();
    await Promise.race([Promise.all(watching), delay(END_LIMIT_MS)]);
  };
}
