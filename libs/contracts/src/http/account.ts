import { z } from 'zod';
import { identifierSchema } from '../primitives/primitives.js';
import { ROLES } from './route.js';

/** The cookie that the console's key is kept in; no script of any page can read it. */
export const KEY_COOKIE = 'docmind_key';
/** A request of the console says so: the cookie counts only then, because no other site can send this header unasked. */
export const CONSOLE_HEADER = 'x-docmind-console';

/** Whoever asks, and what this door would take from them. */
export const callerSchema = z
  .object({
    /** `anonymous` where the door asks for no key. */
    keyId: z.string(),
    tenant: identifierSchema,
    roles: z.array(z.enum(ROLES)),
    needsKey: z.boolean(),
    uploads: z.object({
      /** Of files that can be read, without the dot. */
      endings: z.array(z.string()),
      limitBytes: z.number().int().positive(),
    }),
  })
  .meta({ id: 'Caller' });
export type Caller = z.infer<typeof callerSchema>;

const limit = z.number().int().positive();
/** What one key may use; whatever is left out is not limited. */
export const keyLimitsSchema = z.strictObject({
  requestsPerMinute: limit.optional(),
  tokensPerMinute: limit.optional(),
  bytesPerMinute: limit.optional(),
  concurrentQuestions: limit.optional(),
});
export type KeyLimits = z.infer<typeof keyLimitsSchema>;

const moment = z.iso.datetime('must be a time such as 2027-01-31T00:00:00Z');

/** Of the operator's own tenant, with at most the rights of the operator's own key. */
export const newKeySchema = z
  .strictObject({
    /** For people: whose key it is, or what for. */
    name: z
      .string()
      .trim()
      .max(100)
      .regex(/^\P{Cc}*$/u, 'must have no control characters')
      .optional(),
    roles: z.array(z.enum(ROLES)).min(1, 'must name at least one role').max(ROLES.length),
    /** Never where it is left out. */
    expiresAt: moment.optional(),
    limits: keyLimitsSchema.optional(),
  })
  .meta({ id: 'NewKey' });
export type NewKey = z.infer<typeof newKeySchema>;

/** The old key ends at once where it is left out. */
export const keyChangeSchema = z.strictObject({ keepOldUntil: moment.optional() }).meta({ id: 'KeyChange' });
export type KeyChange = z.infer<typeof keyChangeSchema>;

/** A key as it may be shown: nobody knows more of it than its hash. */
export const listedKeySchema = z
  .object({
    id: z.string(),
    tenant: identifierSchema,
    name: z.string().optional(),
    roles: z.array(z.enum(ROLES)),
    createdAt: z.string(),
    expiresAt: z.string().optional(),
    limits: keyLimitsSchema.optional(),
    /** At this door, since it opened; absent where it was not used there. */
    lastUsedAt: z.string().optional(),
    /** Whether it is the one that asks. */
    isOwn: z.boolean(),
    /** What a key in its place would have and the one that asks has not: where there is any, it can't be replaced by that one. */
    beyond: z.array(z.string()),
  })
  .meta({ id: 'ListedKey' });
export type ListedKey = z.infer<typeof listedKeySchema>;

/** `since`: when this door began to count who uses a key. */
export const keyListSchema = z.object({ keys: z.array(listedKeySchema), since: z.string() }).meta({ id: 'KeyList' });
export type KeyList = z.infer<typeof keyListSchema>;

/** The only time that the key itself is told. */
export const madeKeySchema = z.object({ key: z.string(), entry: listedKeySchema }).meta({ id: 'MadeKey' });
export type MadeKey = z.infer<typeof madeKeySchema>;
