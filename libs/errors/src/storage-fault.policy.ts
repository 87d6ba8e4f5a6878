import { AppError } from './app-error.js';

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(ENOSPC|EDQUOT|SQLITE_FULL)$/, 'The disk is full, so this was not kept: free space where the data lies, then try again'],
  [
    /^(EROFS|EACCES|EPERM|SQLITE_READONLY(_[A-Z]+)?)$/,
    'The data can’t be written, so this was not kept: make its folder writable for the service',
  ],
  [/^(EIO|SQLITE_IOERR(_[A-Z]+)?|SQLITE_CANTOPEN(_[A-Z]+)?)$/, 'The disk failed, so this was not kept: look at the machine’s own log'],
  [/^(ENOTDIR|EISDIR)$/, 'A file lies in the place of a folder, or a folder in that of a file: move it away'],
];

/** What a disk refused, in words instead of a fault of ours. Undefined for anything else. */
export function storageFault(thrown: unknown): AppError | undefined {
  const code = codeOf(thrown);
  const words = WORDS.find(([pattern]) => pattern.test(code))?.[1];
  return words === undefined ? undefined : new AppError('UNAVAILABLE', words, { cause: thrown, details: { part: 'disk' } });
}

/** A database's layer may wrap the driver's own error. */
function codeOf(thrown: unknown): string {
  const { code, driverError } = (thrown ?? {}) as { code?: unknown; driverError?: { code?: unknown } };
  return String(code ?? driverError?.code ?? '');
}
