import { AppError } from '@docmind/errors';
import type { CommonConfig } from './common-config.js';
import { readSecret } from './read-secret.js';
import { settleReplacement } from './replacement.js';

/** The driver writes the passphrase into a PRAGMA, so only characters that need no quoting are taken. */
const PASSPHRASE = /^[A-Za-z0-9+/=_.-]{16,256}$/;

/**
 * What the service's files are encrypted with. A change of the key that was decided and not ended is ended first: it changes the key's own file, too.
 * @throws AppError FAILED_PRECONDITION when the file cannot be read or holds no usable passphrase; never shows the passphrase
 */
export function dataKey(config: Pick<CommonConfig, 'DOCMIND_DB_KEY_FILE' | 'DOCMIND_DATA_DIR'>): string | undefined {
  settleReplacement(config.DOCMIND_DATA_DIR);
  const file = config.DOCMIND_DB_KEY_FILE;
  return file === undefined ? undefined : readPassphrase(file, 'DOCMIND_DB_KEY_FILE');
}

/** @param named what the person knows the file by */
export function readPassphrase(file: string, named: string): string {
  const key = readSecret(file);
  if (PASSPHRASE.test(key)) return key;
  throw new AppError(
    'FAILED_PRECONDITION',
    `${named} (${file}) must hold one line of 16-256 letters, digits or +/=_.- characters: \`openssl rand -base64 32\` makes one`,
  );
}
