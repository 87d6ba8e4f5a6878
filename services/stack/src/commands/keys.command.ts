import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createApiKey } from '@docmind/bootstrap';
import { type Role, ROLES } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { say } from './terminal.js';

const OWNER_ONLY = 0o600;

export interface NewKey {
  readonly tenant: string;
  readonly file: string;
  /** Comma-separated; the service's own default without it. */
  readonly roles?: string;
}

/** Adds a key to the file and shows it once. */
export function createKey({ tenant, file, roles }: NewKey): void {
  const entries = readEntries(file);
  const { key, entry } = createApiKey(tenant, roles === undefined ? undefined : rolesOf(roles));
  writeFileSync(file, `${JSON.stringify([...entries, entry], null, 2)}\n`, { mode: OWNER_ONLY });
  say(`Key of tenant ${tenant}, shown this once: ${key}`);
  say(`${file} holds its hash. Start with DOCMIND_API_KEYS_FILE=${file} to ask for it.`);
}

function rolesOf(text: string): Role[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ROLES.some((role) => role === name));
  if (unknown.length === 0) return names as Role[];
  throw new AppError('INVALID_ARGUMENT', `No such role: ${unknown.join(', ')}; there are ${ROLES.join(', ')}`);
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
