import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { AppError, invalidArgument } from '@docmind/errors';
import { z } from 'zod';
import { type KeyEntry, keyEntrySchema } from './key-entry.js';

const OWNER_ONLY = 0o600;
const PERMISSIONS = 0o777;
const GONE = 'gone';
const MAX_TRIES = 10;

const keysFileSchema = z
  .array(keyEntrySchema)
  .refine((entries) => new Set(entries.map(({ id }) => id)).size === entries.length, 'must name each id once');

/** @throws AppError FAILED_PRECONDITION when the file can't be read or isn't in form; the message says which line and what would be right */
export function readKeysFile(path: string): KeyEntry[] {
  const content = contentOf(path);
  const older = content.filter(isOlderForm).length;
  if (older > 0) {
    throw new AppError(
      'FAILED_PRECONDITION',
      `${older} of the API keys in ${path} are in the older form (a salted hash). They can't be carried over, because only their hashes are known: ` +
        `take them out with "docmind keys revoke --older --file ${path}", make new ones with "docmind keys create", and hand those out`,
    );
  }
  const parsed = keysFileSchema.safeParse(content);
  if (!parsed.success) throw new AppError('FAILED_PRECONDITION', invalidArgument(parsed.error, `The API keys file ${path}`).message);
  return parsed.data;
}

/**
 * Reads, changes and writes. Where somebody else wrote meanwhile it is done again on what they left, so that no revoked key comes back.
 * @throws AppError FAILED_PRECONDITION as reading and writing do, and whatever `change` throws: then nothing is written
 */
export function changeKeysFile<Changed extends { readonly entries: readonly KeyEntry[] }>(
  path: string,
  change: (entries: KeyEntry[]) => Changed,
  mayMakeIt = false,
): Changed {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = stateOf(path);
    const changed = change(mayMakeIt && before === GONE ? [] : readKeysFile(path));
    if (writeKeysFile(path, changed.entries, () => stateOf(path) === before)) return changed;
  }
  throw new AppError('FAILED_PRECONDITION', 'The keys file is written by somebody else all the time; try again');
}

/** Changes whenever the file does, also when another takes its place. */
export function stateOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ') : GONE;
}

/** Takes the lines of the older form out. @returns how many there were */
export function dropOlderEntries(path: string): number {
  const content = contentOf(path);
  const kept = content.filter((entry) => !isOlderForm(entry));
  if (kept.length < content.length) writeKeysFile(path, kept as KeyEntry[]);
  return content.length - kept.length;
}

/**
 * All of it or nothing, under the permissions that the file had; a new one is its owner's only.
 * @param stillFits asked at the very last; what doesn't is not written
 */
export function writeKeysFile(path: string, entries: readonly KeyEntry[], stillFits: () => boolean = () => true): boolean {
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? OWNER_ONLY) & PERMISSIONS;
  const unfinished = `${path}.${randomBytes(4).toString('hex')}`;
  try {
    writeFileSync(unfinished, `${JSON.stringify(entries, null, 2)}\n`, { mode, flag: 'wx', flush: true });
    if (!stillFits()) {
      rmSync(unfinished);
      return false;
    }
    renameSync(unfinished, path);
    return true;
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw new AppError('FAILED_PRECONDITION', `${path} cannot be written: ${String((cause as { code?: unknown }).code)}`, { cause });
  }
}

function contentOf(path: string): unknown[] {
  const what = `${path} is not a keys file: a JSON array is right, as "docmind keys create --file ${path}" makes it`;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    throw new AppError('FAILED_PRECONDITION', code === undefined ? what : `${path} cannot be read (${code}); ${makeOne(path)}`, { cause });
  }
  if (!Array.isArray(content)) throw new AppError('FAILED_PRECONDITION', what);
  return content as unknown[];
}

function makeOne(path: string): string {
  return `DOCMIND_API_KEYS_FILE names the file that "docmind keys create --file ${path}" makes`;
}

function isOlderForm(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'salt' in entry && 'hash' in entry;
}
