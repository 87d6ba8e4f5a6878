import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError, invalidArgument } from '@docmind/errors';
import { identifierSchema, type Role, ROLES } from '@docmind/contracts';
import { z } from 'zod';
import { DEFAULT_ROLES } from './roles.policy.js';

const HASH_BYTES = 32;
const MAX_REMEMBERED = 10_000;

const keysFileSchema = z.array(
  z.object({
    tenant: identifierSchema,
    salt: z.string().regex(/^[0-9a-f]{32}$/),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    roles: z.array(z.enum(ROLES)).min(1, 'must name at least one role').optional(),
  }),
);
export type ApiKeyEntry = z.infer<typeof keysFileSchema>[number];

/** Who a key stands for. A line of the file without roles may ask and ingest. */
export interface KeyHolder {
  readonly tenant: string;
  readonly roles: readonly Role[];
}

/** A new key and the line of the keys file that recognises it; the key itself is stored nowhere. */
export function createApiKey(tenant: string, roles?: readonly Role[]): { key: string; entry: ApiKeyEntry } {
  const key = `dm_${randomBytes(24).toString('base64url')}`;
  const salt = randomBytes(16).toString('hex');
  return { key, entry: { tenant, salt, hash: hashOf(key, salt).toString('hex'), ...(roles ? { roles: [...roles] } : {}) } };
}

/** Who may come in: a file of salted scrypt hashes. */
export class ApiKeys {
  /** scrypt takes tens of milliseconds: a key that was right once is recognised by its digest. */
  private readonly known = new Map<string, KeyHolder>();

  constructor(private readonly entries: readonly ApiKeyEntry[]) {}

  /** @throws AppError FAILED_PRECONDITION when the file can't be read or isn't in form */
  static load(path: string): ApiKeys {
    let content: unknown;
    try {
      content = JSON.parse(readFileSync(path, 'utf8'));
    } catch (cause) {
      throw new AppError('FAILED_PRECONDITION', 'DOCMIND_API_KEYS_FILE names no readable JSON file; make one with: docmind keys create', {
        cause,
      });
    }
    const parsed = keysFileSchema.safeParse(content);
    if (!parsed.success) throw new AppError('FAILED_PRECONDITION', invalidArgument(parsed.error, 'The API keys file').message);
    return new ApiKeys(parsed.data);
  }

  /** Whose bearer token this is; undefined when no key fits. */
  holderOf(authorization: string | undefined): KeyHolder | undefined {
    const key = /^Bearer (\S{1,200})$/.exec(authorization ?? '')?.[1];
    if (key === undefined) return undefined;
    const digest = createHash('sha256').update(key).digest('hex');
    const known = this.known.get(digest);
    if (known !== undefined) return known;
    const entry = this.entries.find(({ salt, hash }) => timingSafeEqual(hashOf(key, salt), Buffer.from(hash, 'hex')));
    if (!entry) return undefined;
    const holder: KeyHolder = { tenant: entry.tenant, roles: entry.roles ?? DEFAULT_ROLES };
    if (this.known.size < MAX_REMEMBERED) this.known.set(digest, holder);
    return holder;
  }
}

function hashOf(key: string, salt: string): Buffer {
  return scryptSync(key, Buffer.from(salt, 'hex'), HASH_BYTES);
}
