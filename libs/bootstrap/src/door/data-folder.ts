import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { AppError } from '@docmind/errors';

/** Below it a write of ordinary size may fail halfway. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;

/**
 * What keeps a service from writing below its data folder, in words; for readiness.
 * @throws AppError UNAVAILABLE; nothing where the folder isn't there, because not every service has data
 */
export async function assertRoom(folder: string): Promise<void> {
  const disk = await statfs(folder).catch(ignoreMissing);
  if (!disk) return;
  const freeBytes = disk.bavail * disk.bsize;
  if (freeBytes < MIN_FREE_BYTES)
    throw new AppError(
      'UNAVAILABLE',
      `disk full: ${Math.floor(freeBytes / 2 ** 20)} MiB are free, at least ${MIN_FREE_BYTES / 2 ** 20} are needed`,
    );
  await access(folder, constants.W_OK).catch((thrown: NodeJS.ErrnoException) => {
    throw new AppError('UNAVAILABLE', `the data folder can't be written (${thrown.code}): make it writable for the service`);
  });
}

/** @throws AppError FAILED_PRECONDITION for something else in the folder's place */
export async function assertIsFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch(ignoreMissing);
  if (there && !there.isDirectory())
    throw new AppError('FAILED_PRECONDITION', `${folder} is a file; name a folder, which is made when it isn't there`);
}

/** @throws AppError FAILED_PRECONDITION for a folder in the file's place */
export async function assertIsNoFolder(file: string): Promise<void> {
  const there = await stat(file).catch(ignoreMissing);
  if (there?.isDirectory())
    throw new AppError('FAILED_PRECONDITION', `${file} is a folder; name a file, which is made when it isn't there`);
}

function ignoreMissing(thrown: NodeJS.ErrnoException): undefined {
  if (thrown.code === 'ENOENT') return undefined;
  if (thrown.code === 'ENOTDIR')
    throw new AppError('FAILED_PRECONDITION', 'A part of the path is a file; each part before the last must be a folder', {
      cause: thrown,
    });
  throw thrown;
}
