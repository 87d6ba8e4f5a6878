import {
  changeKeysFile,
  type createApiKey,
  dropOlderEntries,
  readKeysFile,
  withNewKey,
  withoutKeys,
  withRotatedKey,
} from '@docmind/bootstrap';
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
  const limits = limitsOf(options);
  const more = {
    ...(name === undefined ? {} : { name }),
    ...(expires === undefined ? {} : { expiresAt: momentOf(expires, Date.now()) }),
    ...(limits ? { limits } : {}),
  };
  const wanted = roles === undefined ? undefined : rolesOf(roles);
  return changeKeysFile(file, (entries) => withNewKey(entries, tenant, wanted, more), true).made;
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
  if (ids.length === 0) return;
  changeKeysFile(file, (entries) => ({ entries: withoutKeys(entries, ids) }));
  say(`Revoked: ${ids.join(', ')}.`);
}

/** A new key for the same holder; the old one ends at once, or after the time that its users need. */
export function rotateKey(id: string, { keepOld, ...options }: KeysFile & { readonly keepOld?: string }): void {
  const file = fileOf(options);
  const expiresAt = keepOld === undefined ? undefined : momentOf(keepOld, Date.now());
  const { key, entry } = changeKeysFile(file, (entries) => withRotatedKey(entries, id, expiresAt)).made;
  say(`Key ${entry.id} of tenant ${entry.tenant}, shown this once: ${key}`);
  say(expiresAt === undefined ? `${id} is revoked.` : `${id} counts until ${expiresAt}.`);
}

function fileOf({ file }: KeysFile): string {
  if (file) return file;
  throw new AppError('INVALID_ARGUMENT', 'Name the keys file with --file FILE, or set DOCMIND_API_KEYS_FILE, which the services read');
}

function expiryOf(expiresAt: string | undefined): string {
  if (expiresAt === undefined) return 'never';
  return Date.parse(expiresAt) <= Date.now() ? `${expiresAt} (expired)` : expiresAt;
}
