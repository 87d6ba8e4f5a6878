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
