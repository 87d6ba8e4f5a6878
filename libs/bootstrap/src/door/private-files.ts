// What people said and sent lies below the data folder, also in files that an earlier version, or a copy, left readable for others.
import { type Dirent } from 'node:fs';
import { chmod, lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const PRIVATE_FOLDERS = ['audit', 'backups', 'cache', 'ingest', 'uploads'];
const PRIVATE_FILES = /\.(?:db|db-wal|db-shm|jsonl?)$/;
/** Models lie there, too, which the group of a container may need. */
const NOT_FOR_OTHERS = 0o750;
const STICKY = 0o1000;

/** Files that are ours to 0600, their folders to 0700, the data folder closed to others; links, and what belongs to somebody else, stay as they are. */
export async function keepPrivate(dataFolder: string): Promise<void> {
  await restrict(dataFolder, NOT_FOR_OTHERS);
  for (const entry of await entriesOf(dataFolder)) {
    const path = join(dataFolder, entry.name);
    if (entry.isDirectory() && PRIVATE_FOLDERS.includes(entry.name)) await restrictAll(path);
    else if (entry.isFile() && PRIVATE_FILES.test(entry.name)) await restrict(path, 0o600);
  }
}

async function restrictAll(folder: string): Promise<void> {
  await restrict(folder, 0o700);
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await restrictAll(path);
    else if (entry.isFile()) await restrict(path, 0o600);
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch(ignoreGone(() => []));
}

async function restrict(path: string, most: number): Promise<void> {
  const facts = await lstat(path).catch(ignoreGone(() => undefined));
  // A sticky folder is everybody's, such as /tmp.
  if (!facts || facts.isSymbolicLink() || (facts.mode & STICKY) > 0 || (facts.mode & 0o777 & ~most) === 0) return;
  await chmod(path, facts.mode & (most | 0o7000)).catch(ignoreGone(() => undefined));
}

/** Not there any more, or not ours. */
function ignoreGone<Result>(instead: () => Result): (thrown: NodeJS.ErrnoException) => Result {
  return (thrown) => {
    if (['ENOENT', 'EPERM', 'EACCES', 'EROFS'].includes(thrown.code ?? '')) return instead();
    throw thrown;
  };
}
