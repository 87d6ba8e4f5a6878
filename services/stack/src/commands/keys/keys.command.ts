import { existsSync } from 'node:fs';
import { createApiKey, dropOlderEntries, type KeyEntry, readKeysFile, writeKeysFile } from '@docmind/bootstrap';
import { AppError } from '@docmind/errors';
import { type LimitOptions, limitsOf, momentOf, rolesOf } from './key-options.policy.js';
import { say, table } from '../terminal.js';

export interface KeysFile {
  /** DOCMIND_API_KEYS_FILE without it. */
  readonly file?: string;
}
export interface NewKey extends KeysFile, LimitOptions {
  readonly tenant: string;
  readonly name?: string;
  /** Comma-separated; the service's own default without it. */
  readonly roles?: string;
  /** Such as 90d, or a date. */
  readonly expires?: string;
}

/** Adds a key to the file and shows it once. */
export function createKey(options: NewKey): void {
  const { tenant } = options;
  const file = fileOf(options);
  const { key, entry } = addKey(file, options);
  say(`Key ${entry.id} of tenant ${tenant}, shown this once: ${key}`);
  say(
    `${file} holds its hash. Start with DOCMIND_API_KEYS_FILE=${file} to ask for it; running services read the file again by themselves.`,
  );
}

/** Adds a key to the file; nothing but the result holds it. */
export function addKey(file: string, options: NewKey): ReturnType<typeof createApiKey> {
  const { tenant, name, roles, expires } = options;
  const entries = existsSync(file) ? readKeysFile(file) : [];
  const limits = limitsOf(options);
  const made = createApiKey(tenant, roles === undefined ? undefined : rolesOf(roles), {
    ...(name === undefined ? {} : { name }),
    ...(expires === undefined ? {} : { expiresAt: momentOf(expires, Date.now()) }),
    ...(limits ? { limits } : {}),
  });
  writeKeysFile(file, [...entries, made.entry]);
  return made;
}

/** Who may come in; no key is shown, for none is known. */
export function listKeys(options: KeysFile): void {
  const entries = readKeysFile(fileOf(options));
  const rows = entries.map(({ id, tenant, name = '-', roles = ['query', 'ingest'], expiresAt, limits = {} }) => [
    id,
    tenant,
    name,
    roles.join(','),
    expiryOf(expiresAt),
    Object.entries(limits)
      .map(([limit, most]) => `${limit}=${most}`)
      .join(' ') || '-',
  ]);
  say(table([['id', 'tenant', 'name', 'roles', 'expires', 'limits'], ...rows]));
}

/** Takes keys out; services that run refuse them within a second or two. */
export function revokeKeys(ids: readonly string[], { older = false, ...options }: KeysFile & { readonly older?: boolean }): void {
  const file = fileOf(options);
  if (older) say(`Taken out of ${file}: ${dropOlderEntries(file)} keys in the older form.`);
  if (ids.length === 0 && !older) throw new AppError('INVALID_ARGUMENT', 'Name the keys to revoke; "docmind keys list" shows their ids');
  const entries = readKeysFile(file);
  for (const id of ids) find(entries, id, file);
  if (ids.length === 0) return;
  writeKeysFile(
    file,
    entries.filter(({ id }) => !ids.includes(id)),
  );
  say(`Revoked: ${ids.join(', ')}.`);
}

/** A new key for the same holder; the old one ends at once, or after the time that its users need. */
export function rotateKey(id: string, { keepOld, ...options }: KeysFile & { readonly keepOld?: string }): void {
  const file = fileOf(options);
  const entries = readKeysFile(file);
  const old = find(entries, id, file);
  const { tenant, roles, name, limits } = old;
  const { key, entry } = createApiKey(tenant, roles, { ...(name === undefined ? {} : { name }), ...(limits ? { limits } : {}) });
  const expiresAt = keepOld === undefined ? undefined : momentOf(keepOld, Date.now());
  const kept = entries.flatMap((one) => (one.id !== id ? [one] : expiresAt === undefined ? [] : [{ ...one, expiresAt }]));
  writeKeysFile(file, [...kept, entry]);
  say(`Key ${entry.id} of tenant ${tenant}, shown this once: ${key}`);
  say(expiresAt === undefined ? `${id} is revoked.` : `${id} counts until ${expiresAt}.`);
}

function fileOf({ file }: KeysFile): string {
  if (file) return file;
  throw new AppError('INVALID_ARGUMENT', 'Name the keys file with --file FILE, or set DOCMIND_API_KEYS_FILE, which the services read');
}

function find(entries: readonly KeyEntry[], id: string, file: string): KeyEntry {
  const entry = entries.find((one) => one.id === id);
  if (entry) return entry;
  throw new AppError('NOT_FOUND', `${file} has no key "${id}"; "docmind keys list --file ${file}" shows those there are`);
}

function expiryOf(expiresAt: string | undefined): string {
  if (expiresAt === undefined) return 'never';
  return Date.parse(expiresAt) <= Date.now() ? `${expiresAt} (expired)` : expiresAt;
}
