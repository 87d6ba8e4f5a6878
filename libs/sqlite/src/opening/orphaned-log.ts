// SQLite takes a missing or empty file for a new one and drops the log beside it, with every commit that only the log holds.
import { statSync } from 'node:fs';
import { AppError } from '@docmind/errors';

/** A log that was begun and holds no page yet. */
const LOG_HEADER_BYTES = 32;

export class LogWithoutFileError extends AppError {}

/** @throws LogWithoutFileError where SQLite would drop commits */
export function assertLogHasFile(path: string): void {
  const bytes = sizeOf(path);
  const logBytes = sizeOf(`${path}-wal`) ?? 0;
  if ((bytes !== undefined && bytes > 0) || logBytes <= LOG_HEADER_BYTES) return;
  throw new LogWithoutFileError(
    'FAILED_PRECONDITION',
    `The database file ${path} ${bytes === undefined ? 'is missing' : 'is empty'}, but its log ${path}-wal holds ${logBytes} bytes, which can't be read without it. ` +
      'Nothing was changed. Put the file back beside its log, or a backup in place of both; without both the service starts empty.',
  );
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}
