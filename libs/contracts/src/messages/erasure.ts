// Erasure: what is deleted so that no byte of its text is left, wherever it was kept.
import { z } from 'zod';
import { documentIdSchema, identifierSchema } from '../primitives/primitives.js';
import { defineCall } from './contract.js';

export const erasureTargetSchema = z.discriminatedUnion('kind', [
  /** Also one that was deleted before: what is left of it goes. */
  z.object({ kind: z.literal('document'), id: documentIdSchema }),
  z.object({ kind: z.literal('session'), id: identifierSchema }),
  /** All that the tenant has. */
  z.object({ kind: z.literal('tenant') }),
]);
export type ErasureTarget = z.infer<typeof erasureTargetSchema>;

/** Traces of the target outside of the database. */
export const erasureTracesSchema = z.object({
  isKnown: z.boolean(),
  /** Of contents that no document of the tenant has any more once the target is gone. */
  contentHashes: z.array(z.string()),
  /** Of its uploads that are not done. */
  uploadIds: z.array(z.string()),
  /** What was asked in it, as it was asked and as it was understood. */
  questions: z.array(z.string()),
});
export type ErasureTraces = z.infer<typeof erasureTracesSchema>;

/** Deletes nothing: other services erase first, so that whoever is interrupted can ask again. */
export const persistenceErasureTraces = defineCall('persistence.erasure.trace', erasureTargetSchema, erasureTracesSchema);

export const erasedRowsSchema = z.object({ documents: z.number().int(), sessions: z.number().int(), messages: z.number().int() });
/** Returns when its bytes are overwritten in the file and in its log. Written down, to be done again after a backup is restored. */
export const persistenceErase = defineCall('persistence.erasure.erase', erasureTargetSchema, erasedRowsSchema);

/** From this replica's files, and from the places that replicas share. */
export const cacheErase = defineCall(
  'cache.erasure.erase',
  z.object({
    everything: z.boolean().optional(),
    documentIds: z.array(documentIdSchema).max(1_000),
    contentHashes: z.array(z.string()),
    questions: z.array(z.string()),
  }),
  z.object({ answers: z.number().int(), steps: z.number().int() }),
);
