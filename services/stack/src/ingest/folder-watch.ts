import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import type { WatchedFolderReport } from '@docmind/contracts';
import type { DocmindClient } from '../client/docmind-client.js';
import type { FolderSync } from './folder-sync.js';
import { watchFolders } from './watch-folders.js';
import { WatchReport } from './watch-report.js';

/** While a look goes on, which may take hours the first time. */
const TELL_EVERY_MS = 30_000;

export interface WatchedPlace {
  readonly roots: readonly string[];
  readonly into?: string | undefined;
}

/** Keeps the stack as folders are, and tells its door how that goes, so that a page can show it. */
export class FolderWatch {
  private lookedAt: string | undefined;
  private problem: string | undefined;
  private isTold = true;

  constructor(
    private readonly client: DocmindClient,
    private readonly sync: FolderSync,
    private readonly place: WatchedPlace,
    private readonly say: (text: string) => void,
    readonly report = new WatchReport(say),
  ) {}

  /** @throws AppError as `FolderSync.run` does */
  async look(): Promise<void> {
    await this.tell('looking');
    const telling = setInterval(() => void this.tell('looking'), TELL_EVERY_MS).unref();
    try {
      await this.sync.run(this.report);
      this.lookedAt = new Date().toISOString();
      this.problem = undefined;
    } catch (thrown) {
      this.problem = thrown instanceof Error ? thrown.message : String(thrown);
      throw thrown;
    } finally {
      clearInterval(telling);
      await this.tell(this.problem === undefined ? 'watching' : 'failing');
    }
  }

  /** Looks after every change, and once a minute, until the signal aborts. What fails is said and does not end it: the next look is another chance. */
  async follow(signal: AbortSignal): Promise<void> {
    await watchFolders(this.place.roots, () => this.tryToLook(), signal);
    await this.tell('ended');
  }

  async tryToLook(): Promise<void> {
    const before = this.problem;
    await this.look().catch(() => undefined);
    if (this.problem !== undefined && this.problem !== before) this.say(this.problem);
  }

  /** A door that doesn't listen, because it is older or away, is no reason to stop; it is said once. */
  private async tell(state: WatchedFolderReport['state']): Promise<void> {
    const { roots, into } = this.place;
    const report: WatchedFolderReport = {
      folder: roots
        .map((root) => basename(root))
        .join(', ')
        .slice(0, 4_096),
      ...(into === undefined ? {} : { into }),
      state,
      ...(this.problem === undefined ? {} : { problem: withoutPlaces(this.problem, roots).slice(0, 2_000) }),
      ...(this.lookedAt === undefined ? {} : { lookedAt: this.lookedAt }),
      ...this.report.told((text) => withoutPlaces(text, roots)),
    };
    try {
      await this.client.tellOfFolder(idOf(this.place), report);
      this.isTold = true;
    } catch (thrown) {
      if (this.isTold && state !== 'ended')
        this.say(`The page can't show this folder: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      this.isTold = false;
    }
  }
}

/** Whoever sees the page sees names, not where on this machine they are. */
function withoutPlaces(text: string, roots: readonly string[]): string {
  return roots.flatMap((root) => [realPathOf(root), root]).reduce((shown, root) => shown.replaceAll(root, basename(root)), text);
}

function realPathOf(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return root;
  }
}

/** The same for the same folders of the same machine, so that a watcher that starts again takes its own place. */
function idOf({ roots, into = '' }: WatchedPlace): string {
  return createHash('sha256')
    .update(JSON.stringify([hostname(), into, ...roots]))
    .digest('hex')
    .slice(0, 32);
}
