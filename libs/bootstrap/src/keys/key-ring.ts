import type { KeyChange, KeyList, ListedKey, MadeKey, NewKey } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { ApiKeys } from './api-keys.js';
import { keyIn, withNewKey, withoutKeys, withRotatedKey } from './key-changes.policy.js';
import { holderOf, type KeyEntry, type KeyHolder } from './key-entry.js';
import { assertWithin, beyond, rightsOfNext } from './key-rights.policy.js';
import { DEFAULT_ROLES } from './roles.policy.js';

/**
 * The door's keys for operators who come through it: those of their own tenant. They make none that may do more than their own, and take out any.
 * Whatever changes them throws AppError FAILED_PRECONDITION where the door asks for no keys or their file can't be written.
 */
export class KeyRing {
  private readonly since = new Date().toISOString();

  constructor(private readonly door: ApiKeys | undefined) {}

  /** `since` is when this door began to count who uses a key. */
  list(operator: KeyHolder): KeyList {
    const keys = this.door;
    if (!keys) return { keys: [], since: this.since };
    const own = withoutPath(() => keys.entries()).filter((entry) => entry.tenant === operator.tenant);
    return { keys: own.map((entry) => listed(entry, keys.lastUseOf(entry.id), operator)), since: this.since };
  }

  /** @throws AppError PERMISSION_DENIED for rights that the operator lacks */
  add(operator: KeyHolder, { roles, name, expiresAt, limits }: NewKey): MadeKey {
    assertAhead('expiresAt', expiresAt);
    const more = { ...(name ? { name } : {}), ...(expiresAt ? { expiresAt } : {}), ...(limits ? { limits } : {}) };
    const { made } = this.change(operator, (entries, own) => {
      assertWithin(own, { roles, expiresAt, limits });
      return withNewKey(entries, own.tenant, roles, more);
    });
    return { key: made.key, entry: listed(made.entry, undefined, operator) };
  }

  /** @throws AppError NOT_FOUND for a key of another tenant, too; INVALID_ARGUMENT for the one that asks */
  revoke(operator: KeyHolder, id: string): void {
    if (id === operator.keyId)
      throw new AppError(
        'INVALID_ARGUMENT',
        'This is the key that you came in with: another operator, or "docmind keys revoke", can take it out',
      );
    this.change(operator, (entries, own) => ({ entries: withoutKeys(entries, [ownIn(entries, own, id).id]) }));
  }

  /** @throws AppError NOT_FOUND, PERMISSION_DENIED for a key that may do more than the operator's */
  rotate(operator: KeyHolder, id: string, { keepOldUntil }: KeyChange): MadeKey {
    assertAhead('keepOldUntil', keepOldUntil);
    const { made } = this.change(operator, (entries, own) => {
      assertWithin(own, rightsOfNext(ownIn(entries, own, id)));
      return withRotatedKey(entries, id, keepOldUntil);
    });
    return { key: made.key, entry: listed(made.entry, undefined, operator) };
  }

  /** By the rights that the operator has now: their key may have been taken out while the request's body was still coming. */
  private change<Changed extends { readonly entries: readonly KeyEntry[] }>(
    { keyId }: KeyHolder,
    change: (entries: KeyEntry[], own: KeyHolder) => Changed,
  ): Changed {
    const keys = this.keys();
    return withoutPath(() => keys.change((entries) => change(entries, operatorIn(entries, keyId))));
  }

  private keys(): ApiKeys {
    if (this.door) return this.door;
    throw new AppError('FAILED_PRECONDITION', 'This door asks for no keys: set DOCMIND_API_KEYS_FILE to have it ask for them');
  }
}

/** The file's path is none of a caller's affairs. */
function withoutPath<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'FAILED_PRECONDITION')) throw thrown;
    const code = (thrown.cause as { code?: unknown } | undefined)?.code;
    const why = typeof code === 'string' ? code : 'it is not in form, or somebody else writes it';
    const instead = 'use "docmind keys" where the file lies (with compose: docker compose run --rm init key)';
    throw new AppError('FAILED_PRECONDITION', `The keys file can't be used from here (${why}): ${instead}`, { cause: thrown });
  }
}

function operatorIn(entries: readonly KeyEntry[], keyId: string): KeyHolder {
  const entry = entries.find(({ id }) => id === keyId);
  const hasEnded = entry?.expiresAt !== undefined && Date.now() >= Date.parse(entry.expiresAt);
  if (entry?.roles?.includes('operate') && !hasEnded) return holderOf(entry);
  throw new AppError('UNAUTHENTICATED', 'The key that you came in with has ended or may no longer operate');
}

function assertAhead(field: string, at: string | undefined): void {
  if (at === undefined || Date.parse(at) > Date.now()) return;
  throw new AppError('INVALID_ARGUMENT', `The request is not valid: ${field}: ${at} has passed already`);
}

function ownIn(entries: readonly KeyEntry[], { tenant }: KeyHolder, id: string): KeyEntry {
  return keyIn(
    entries.filter((entry) => entry.tenant === tenant),
    id,
  );
}

function listed(entry: KeyEntry, lastUse: number | undefined, operator: KeyHolder): ListedKey {
  const { sha256: _hash, roles = [...DEFAULT_ROLES], ...shown } = entry;
  const use = lastUse === undefined ? {} : { lastUsedAt: new Date(lastUse).toISOString() };
  return { ...shown, roles, isOwn: shown.id === operator.keyId, beyond: beyond(operator, rightsOfNext(entry)), ...use };
}
