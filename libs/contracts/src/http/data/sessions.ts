import { z } from 'zod';
import { containingSchema, sessionDataSchema } from '../../messages/persistence.js';
import { identifierSchema } from '../../primitives/primitives.js';

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

export const sessionQuerySchema = pageSchema.extend({ containing: containingSchema.optional() });
export type SessionQuery = z.infer<typeof sessionQuerySchema>;

/** What is named takes the place of what `data` holds under that name; null takes it away. The console keeps a `title` there. */
export const sessionChangeSchema = z.strictObject({ data: sessionDataSchema }).meta({ id: 'SessionChange' });
export type SessionChange = z.infer<typeof sessionChangeSchema>;
