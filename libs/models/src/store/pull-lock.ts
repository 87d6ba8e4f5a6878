// Two pulls of one model would write into the same part file.
import { readFileSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';

const LOOK_AGAIN_MS = 20;
let taken = 0;

/**
 * Runs `work` while nobody else holds the lock. A lock whose process is gone is taken over.
 * @param patienceMs how long another holder is waited for
 * @throws AppError UNAVAILABLE
 */
export async function withPullLock<Result>(path: string, model: string, work: () => Promise<Result>, patienceMs = 0): Promise<Result> {
  const until = performance.now() + patienceMs;
  while (!(await take(path))) {
    const holder = holderOf(path);
    if (holder === undefined) continue;
    if (!isAlive(holder)) await rm(path, { force: true });
    else if (performance.now() >= until) throw busy(model, holder);
    else await delay(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Linked into place with its holder in it: a lock that is there and still empty would be taken for one left behind. */
async function take(path: string): Promise<boolean> {
  const own = `${path}.${process.pid}.${taken++}`;
  try {
    await writeFile(own, String(process.pid), { mode: 0o640 });
    await link(own, path);
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  } finally {
    await rm(own, { force: true });
  }
}

/** Undefined when it was given back meanwhile, NaN when it names nobody. */
function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || NaN;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw thrown;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busy(model: string, holder: number): AppError {
  return new AppError('UNAVAILABLE', `${model} is being changed by process ${holder}; wait for it, then ask again`);
}
