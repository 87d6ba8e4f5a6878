import { z } from 'zod';

/** `?limit=&offset=` of every list. */
export const pageSchema = z.strictObject({
  limit: z.coerce.number().int().positive().max(1_000).default(100),
  offset: z.coerce.number().int().nonnegative().default(0),
});
export type Page = z.infer<typeof pageSchema>;
