import type { Role } from '@docmind/contracts';
import { AppError, invalidArgument } from '@docmind/errors';
import { createApiKey, type KeyEntry, keyEntrySchema, type NewKeyOptions } from './key-entry.js';

/** The lines as they are to be, and the new key, which nothing else holds. */
export interface WithNewKey {
  readonly entries: readonly KeyEntry[];
  readonly made: { readonly key: string; readonly entry: KeyEntry };
}

/** @throws AppError INVALID_ARGUMENT for a tenant or a name that no line may have: nobody could read the file with it */
export function withNewKey(
  entries: readonly KeyEntry[],
  tenant: string,
  roles: readonly Role[] | undefined,
  more: NewKeyOptions = {},
): WithNewKey {
  const made = createApiKey(tenant, roles, more);
  const parsed = keyEntrySchema.safeParse(made.entry);
  if (!parsed.success) throw invalidArgument(parsed.error, 'The key');
  return { entries: [...entries, made.entry], made };
}

/** @throws AppError NOT_FOUND for an id that no line has */
export function withoutKeys(entries: readonly KeyEntry[], ids: readonly string[]): KeyEntry[] {
  for (const id of ids) keyIn(entries, id);
  return entries.filter(({ id }) => !ids.includes(id));
}

/**
 * A new key for the same holder, which never ends by itself; the old one ends at once, or at the given time, and never later than it would have.
 * @throws AppError NOT_FOUND for an id that no line has
 */
export function withRotatedKey(entries: readonly KeyEntry[], old: string, keptUntil: string | undefined): WithNewKey {
  const { tenant, roles, name, limits, expiresAt } = keyIn(entries, old);
  const made = createApiKey(tenant, roles, { ...(name === undefined ? {} : { name }), ...(limits ? { limits } : {}) });
  const end = keptUntil !== undefined && Date.parse(expiresAt ?? keptUntil) < Date.parse(keptUntil) ? expiresAt : keptUntil;
  const kept = entries.flatMap((one) => (one.id !== old ? [one] : end === undefined ? [] : [{ ...one, expiresAt: end }]));
  return { entries: [...kept, made.entry], made };
}

/** @throws AppError NOT_FOUND */
export function keyIn(entries: readonly KeyEntry[], id: string): KeyEntry {
  const entry = entries.find((one) => one.id === id);
  if (entry) return entry;
  throw new AppError('NOT_FOUND', `The keys file has no key "${id}"; the list of keys shows those there are`);
}
