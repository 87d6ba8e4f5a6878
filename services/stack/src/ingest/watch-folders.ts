import { relative, sep } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { watch } from 'chokidar';

/** What comes in one go, as a file that is being written, is one change; something that never ends is looked at all the same. */
const STILL_MS = 500;
const MOST_WAIT_MS = 5_000;
/** Where the system tells of no changes, as for links and network drives. */
const LOOK_AGAIN_MS = 60_000;

/** Calls `onChange` after every change below the folders, once at a time, until the signal aborts. */
export async function watchFolders(roots: readonly string[], onChange: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let isDirty = false;
  let changedAt = 0;
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    while (isDirty && !signal.aborted) {
      await still(() => changedAt);
      isDirty = false;
      await onChange();
    }
    running = undefined;
  };
  const changed = (): void => {
    isDirty = true;
    changedAt = performance.now();
    running ??= look();
  };
  const watcher = watch([...roots], {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path) => roots.every((root) => isHidden(relative(root, path))),
  });
  watcher.on('all', changed).on('error', changed);
  const timer = setInterval(changed, LOOK_AGAIN_MS);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(timer);
  await watcher.close();
  await running;
}

async function still(changedAt: () => number): Promise<void> {
  const until = performance.now() + MOST_WAIT_MS;
  for (;;) {
    const now = performance.now();
    const waitMs = Math.min(changedAt() + STILL_MS, until) - now;
    if (waitMs <= 0) return;
    await delay(waitMs);
  }
}

/** Below the root; what lies outside of it is another root's. */
function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}
