import { z } from 'zod';
import { sessionDataSchema } from '../messages/persistence.js';
import { identifierSchema } from '../primitives/primitives.js';

/** Every field may be left out, and the body itself. */
export const newSessionSchema = z
  .strictObject({
    id: identifierSchema.optional(),
    userId: z.string().min(1).max(128).optional(),
    data: sessionDataSchema.optional(),
  })
  .nullish()
  .transform((given) => given ?? {});
export type NewSession = z.infer<typeof newSessionSchema>;

/** `?limit=&offset=` of every list; query parameters come as text. */
export const pageSchema = z.strictObject({
  limit: z.coerce.number().int().positive().max(1_000).default(100),
  offset: z.coerce.number().int().nonnegative().default(0),
});
export type Page = z.infer<typeof pageSchema>;
