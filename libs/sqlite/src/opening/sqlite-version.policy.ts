import { AppError } from '@docmind/errors';

/** The first release without the bug of https://sqlite.org/wal.html#walresetbug. */
const FIRST_SAFE = [3, 51, 3] as const;

/**
 * Up to 3.51.2, two connections that write and checkpoint at the same moment can reset the write-ahead log under each other, which damages the file.
 * @throws AppError FAILED_PRECONDITION for such a version, or for what is no version
 */
export function assertSafeSqlite(version: string): void {
  if (isSafe(version)) return;
  throw new AppError(
    'FAILED_PRECONDITION',
    `SQLite ${version} can damage a file that two connections write (https://sqlite.org/wal.html#walresetbug); ${FIRST_SAFE.join('.')} or later is ` +
      'needed. It comes with the package better-sqlite3: install the version that package-lock.json names, with `npm ci`.',
  );
}

function isSafe(version: string): boolean {
  const parts = version.split('.').map(Number);
  for (const [at, needed] of FIRST_SAFE.entries()) {
    const found = parts[at] ?? 0;
    if (found !== needed) return found > needed;
  }
  return true;
}
