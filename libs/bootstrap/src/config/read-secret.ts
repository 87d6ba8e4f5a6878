import { readFileSync } from 'node:fs';
import { AppError } from '@docmind/errors';

/** @throws AppError FAILED_PRECONDITION for a file that can't be read or holds nothing */
export function readSecret(path: string): string {
  const secret = contentOf(path).trim();
  if (secret === '') throw new AppError('FAILED_PRECONDITION', `The secrets file ${path} is empty`);
  return secret;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError('FAILED_PRECONDITION', `The secrets file ${path} cannot be read (${code})`, { cause });
  }
}
