import { z } from 'zod';
import { documentPassageSchema, sessionSchema, storedDocumentSchema, storedMessageSchema } from '../../messages/persistence.js';
import { documentIdSchema, identifierSchema } from '../../primitives/primitives.js';

const exactlyOne = (given: object): boolean => Object.values(given).filter((value) => value !== undefined).length === 1;

export const erasureRequestSchema = z
  .strictObject({
    /** Also the id of one that was deleted before. */
    document: documentIdSchema.optional(),
    session: identifierSchema.optional(),
    /** The tenant of the key that asks, in full. */
    tenant: z.literal(true).optional(),
  })
  .refine(exactlyOne, 'must name one of document, session and tenant')
  .meta({ id: 'ErasureRequest' });
export type ErasureRequest = z.infer<typeof erasureRequestSchema>;

/** How much went. */
export const erasureReplySchema = z
  .object({
    documents: z.number().int(),
    sessions: z.number().int(),
    /** Of chats; answers that quoted an erased document are counted, too: their text is gone. */
    messages: z.number().int(),
    cachedAnswers: z.number().int(),
    ingestionSteps: z.number().int(),
  })
  .meta({ id: 'ErasureReply' });
export type ErasureReply = z.infer<typeof erasureReplySchema>;

/** Of the whole tenant where neither is given. */
export const exportQuerySchema = z.strictObject({ document: documentIdSchema.optional(), session: identifierSchema.optional() });
export type ExportQuery = z.infer<typeof exportQuerySchema>;

/** A document's line comes before those of its passages, a session's before those of its messages. */
export const exportLineSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('document'), document: storedDocumentSchema }),
    z.object({ kind: z.literal('passage'), passage: documentPassageSchema }),
    z.object({ kind: z.literal('session'), session: sessionSchema }),
    z.object({ kind: z.literal('message'), message: storedMessageSchema }),
    /** The last one: without it the export was cut off. */
    z.object({ kind: z.literal('end'), lines: z.number().int() }),
  ])
  .meta({ id: 'ExportLine' });
export type ExportLine = z.infer<typeof exportLineSchema>;
