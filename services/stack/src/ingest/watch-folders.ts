import { relative, sep } from 'node:path';
import { watch } from 'chokidar';

/** A file is taken when it has stopped growing; what an editor does in one go is one change. */
const STILL_MS = 500;
/** Where the system tells of no changes, as for links and network drives. */
const LOOK_AGAIN_MS = 60_000;

/** Calls `onChange` after every change below the folders, once at a time, until the signal aborts. */
export async function watchFolders(roots: readonly string[], onChange: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let isDirty = false;
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    while (isDirty && !signal.aborted) {
      isDirty = false;
      await onChange();
    }
    running = undefined;
  };
  const changed = (): void => {
    isDirty = true;
    running ??= look();
  };
  const watcher = watch([...roots], {
    ignoreInitial: true,
    followSymlinks: false,
    awaitWriteFinish: { stabilityThreshold: STILL_MS, pollInterval: 100 },
    ignored: (path) => roots.every((root) => isHidden(relative(root, path))),
  });
  watcher.on('all', changed).on('error', changed);
  const timer = setInterval(changed, LOOK_AGAIN_MS);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  clearInterval(timer);
  await watcher.close();
  await running;
}

/** Below the root; what lies outside of it is another root's. */
function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith('.'));
}
