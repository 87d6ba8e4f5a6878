import { identifierSchema, storedMessageSchema } from '@docmind/contracts';
import { z } from 'zod';

const userIdSchema = z.string().min(1).max(128).default('anonymous');

export const newSessionBodySchema = z.strictObject({
  id: identifierSchema.optional(),
  userId: userIdSchema,
  data: z.record(z.string(), z.unknown()).default({}),
});
export type NewSessionBody = z.infer<typeof newSessionBodySchema>;

export const newMessagesBodySchema = z.strictObject({
  userId: userIdSchema,
  messages: z
    .array(storedMessageSchema.pick({ role: true, content: true, metadata: true }))
    .min(1)
    .max(100),
});
export type NewMessagesBody = z.infer<typeof newMessagesBodySchema>;

/** Query parameters come as text. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().positive().max(1_000).default(100),
  offset: z.coerce.number().int().nonnegative().default(0),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
