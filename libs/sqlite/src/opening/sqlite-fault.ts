// What a thrown error of SQLite means for the file.
import { AppError } from '@docmind/errors';

/** The settings a person can change, by their names: messages point at them. */
export interface SqliteSettings {
  /** Names the file, or the folder it is in. */
  readonly path: string;
  /** Undefined where the file is never encrypted. */
  readonly key?: string;
}

/** The file is damaged, no database, or encrypted with another key: SQLite can't tell these apart. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/.test(codeOf(error));
}

/** Not even its first page can be read: a wrong key looks like that. */
export function isNoDatabase(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_NOTADB');
}

/** Another connection writes. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error));
}

/** Such as a full disk: the next try may succeed. */
export function mayPass(error: unknown): boolean {
  return /^SQLITE_(?:FULL|IOERR|BUSY|LOCKED|PROTOCOL)/.test(codeOf(error));
}

/** In words for the person who starts the service. */
export function explainSqlite(error: unknown, path: string, settings: SqliteSettings): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (isDamage(error)) return new AppError('FAILED_PRECONDITION', damaged(path, settings), { cause: error });
  if (/^(?:SQLITE_(?:CANTOPEN|READONLY|PERM)|E(?:ACCES|PERM|ROFS|NOTDIR|EXIST)$)/.test(code)) {
    const what = `The database file ${path} cannot be opened (${code}): ${settings.path} must lead to a file in a folder this user may write to.`;
    return new AppError('FAILED_PRECONDITION', what, { cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('INTERNAL', `The database file ${path} could not be opened: ${reason}`, { cause: error });
}

function damaged(path: string, { key }: SqliteSettings): string {
  const [what, move] =
    key === undefined
      ? ['is damaged, or is no SQLite database', 'Move']
      : [`is damaged, is no SQLite database, or is encrypted with another key than ${key} holds`, 'Give the right key, or move'];
  return (
    `The database file ${path} ${what}. Nothing in it was changed. ${move} the file (with its -wal and -shm) aside and put a backup in its place; ` +
    `\`sqlite3 ${path} .recover\` saves what a damaged file still holds. Without a file the service starts empty.`
  );
}

/** TypeORM keeps the driver's error inside its own, and `explainSqlite` its cause. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error instanceof AppError) return codeOf(error.cause);
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  return typeof code === 'string' ? code : codeOf(driverError);
}
