import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createApiKey } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import { say } from './terminal.js';

const OWNER_ONLY = 0o600;

/** Adds a key to the file and shows it once. */
export function createKey({ tenant, file }: { readonly tenant: string; readonly file: string }): void {
  const entries = readEntries(file);
  const { key, entry } = createApiKey(tenant);
  writeFileSync(file, `${JSON.stringify([...entries, entry], null, 2)}\n`, { mode: OWNER_ONLY });
  say(`Key of tenant ${tenant}, shown this once: ${key}`);
  say(`${file} holds its hash. Start with DOCMIND_API_KEYS_FILE=${file} to ask for it.`);
}

function readEntries(file: string): unknown[] {
  if (!existsSync(file)) return [];
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(content)) return content;
  } catch {
    // Said below, for both ways of being wrong.
  }
  throw new AppError('FAILED_PRECONDITION', `${file} is not a keys file: a JSON array is right`);
}
