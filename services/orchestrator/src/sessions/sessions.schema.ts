import { identifierSchema } from '@docmind/contracts';
import { z } from 'zod';

export const newSessionSchema = z
  .strictObject({
    id: identifierSchema.optional(),
    userId: z.string().min(1).max(128).optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  })
  .nullish()
  .transform((given) => given ?? {});
export type NewSession = z.infer<typeof newSessionSchema>;
