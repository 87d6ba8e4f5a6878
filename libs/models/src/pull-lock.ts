// Two pulls of one model would write into the same part file.
import { readFileSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { AppError } from '@docmind/errors';

/** Runs `work` while this process alone holds the lock. A lock whose process is gone is taken over. @throws AppError UNAVAILABLE */
export async function withPullLock<Result>(path: string, model: string, work: () => Promise<Result>): Promise<Result> {
  if (!(await take(path))) {
    const holder = holderOf(path);
    if (holder !== undefined && isAlive(holder)) throw busy(model, holder);
    await rm(path, { force: true });
    if (!(await take(path))) throw busy(model, holderOf(path));
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o640);
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw thrown;
  }
}

function holderOf(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
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

function busy(model: string, holder: number | undefined): AppError {
  return new AppError('UNAVAILABLE', `${model} is being changed by process ${holder ?? 'unknown'}; wait for it, then ask again`);
}
