import { AppError } from '@docmind/errors';
import type { CommonConfig } from './common-config.js';
import { readSecret } from './read-secret.js';

/** The driver writes the passphrase into a PRAGMA, so only characters that need no quoting are taken. */
const PASSPHRASE = /^[A-Za-z0-9+/=_.-]{16,256}$/;

/**
 * What the service's files are encrypted with.
 * @throws AppError FAILED_PRECONDITION when the file cannot be read or holds no usable passphrase; never shows the passphrase
 */
export function dataKey({ DOCMIND_DB_KEY_FILE: file }: Pick<CommonConfig, 'DOCMIND_DB_KEY_FILE'>): string | undefined {
  if (file === undefined) return undefined;
  const key = readSecret(file);
  if (PASSPHRASE.test(key)) return key;
  throw new AppError(
    'FAILED_PRECONDITION',
    `DOCMIND_DB_KEY_FILE (${file}) must hold one line of 16-256 letters, digits or +/=_.- characters: \`openssl rand -base64 32\` makes one`,
  );
}
