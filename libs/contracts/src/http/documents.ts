import { z } from 'zod';
import { ingestionStepSchema } from '../messages/ingestion.js';
import { documentIndexReplySchema } from '../messages/persistence.js';
import { documentPathSchema, tagSchema } from '../primitives/primitives.js';
import { pageSchema } from './sessions.js';

export const uploadRequestSchema = z.object({
  file: z.file(),
  path: z.string().optional().describe('What the document is known by, such as 2024/invoice.md; without it the name of the file'),
  tags: z.string().optional().describe('Separated by commas; without them a document that is replaced keeps its own'),
});

/** `?tag=` and `?under=`, a folder's or a document's path. */
export const documentQuerySchema = pageSchema.extend({ tag: tagSchema.optional(), under: documentPathSchema.optional() });
export type DocumentQuery = z.infer<typeof documentQuerySchema>;

/** `replaced`: the path's document has another content than before, or other tags. The steps named were done before, with this content. */
export const uploadReplySchema = documentIndexReplySchema.extend({ cachedSteps: z.array(ingestionStepSchema) }).meta({ id: 'Upload' });
export type UploadReply = z.infer<typeof uploadReplySchema>;
