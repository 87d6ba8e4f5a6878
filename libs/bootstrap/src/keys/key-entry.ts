import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { identifierSchema, type KeyLimits, keyLimitsSchema, type Role, ROLES } from '@docmind/contracts';
import { z } from 'zod';
import { DEFAULT_ROLES } from './roles.policy.js';

const ID_BYTES = 6;
/** 192 bits: nobody guesses them, so a plain hash of them is as good as a slow one. */
const SECRET_BYTES = 24;
const KEY = /^dm_([0-9a-f]{12})_[A-Za-z0-9_-]{32}$/;

export const keyEntrySchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/, 'must be 12 hex digits'),
  tenant: identifierSchema,
  /** For people: whose key it is, or what for. */
  name: z.string().max(100).optional(),
  roles: z.array(z.enum(ROLES)).min(1, 'must name at least one role').optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().optional(),
  limits: keyLimitsSchema.optional(),
});
/** A line of the keys file: it recognises a key and doesn't hold it. */
export type KeyEntry = z.infer<typeof keyEntrySchema>;

/** Who a key stands for. A line of the file without roles may ask and ingest. */
export interface KeyHolder {
  /** `anonymous` where the door asks for no key. */
  readonly keyId: string;
  readonly tenant: string;
  readonly roles: readonly Role[];
  readonly limits?: KeyLimits;
  readonly expiresAt?: string;
}

export type NewKeyOptions = Partial<Pick<KeyEntry, 'name' | 'expiresAt' | 'limits'>> & { readonly createdAt?: string };

/** A new key and the line of the keys file that recognises it; the key itself is stored nowhere. */
export function createApiKey(tenant: string, roles?: readonly Role[], more: NewKeyOptions = {}): { key: string; entry: KeyEntry } {
  const id = randomBytes(ID_BYTES).toString('hex');
  const key = `dm_${id}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  const entry = { id, tenant, ...(roles ? { roles: [...roles] } : {}), createdAt: new Date().toISOString(), ...more };
  return { key, entry: { ...entry, sha256: hashOf(key).toString('hex') } };
}

/** Undefined for what is no key of ours, which then needs no look at any. */
export function keyIdOf(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

export function isKeyOf({ sha256 }: KeyEntry, key: string): boolean {
  return timingSafeEqual(hashOf(key), Buffer.from(sha256, 'hex'));
}

export function holderOf({ id, tenant, roles, limits, expiresAt }: KeyEntry): KeyHolder {
  return { keyId: id, tenant, roles: roles ?? DEFAULT_ROLES, ...(limits ? { limits } : {}), ...(expiresAt ? { expiresAt } : {}) };
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
