import { z } from 'zod';
import { ingestionStepSchema } from '../../messages/ingestion.js';
import { documentIndexReplySchema, documentPassageSchema } from '../../messages/persistence.js';
import { documentViewSchema } from '../../messages/uploads.js';
import { wireErrorSchema } from '../../primitives/error-code.js';
import { documentPathSchema, tagSchema } from '../../primitives/primitives.js';
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
export const indexedUploadSchema = documentIndexReplySchema
  .extend({ cachedSteps: z.array(ingestionStepSchema) })
  .meta({ id: 'IndexedUpload' });
export type IndexedUpload = z.infer<typeof indexedUploadSchema>;
/** It is worked on in the background; `GET /documents/{id}` says how far it is. */
export const acceptedUploadSchema = z
  .object({ outcome: z.literal('accepted'), document: documentViewSchema })
  .meta({ id: 'AcceptedUpload' });
export type AcceptedUpload = z.infer<typeof acceptedUploadSchema>;
export const uploadReplySchema = z.union([indexedUploadSchema, acceptedUploadSchema]).meta({ id: 'Upload' });
export type UploadReply = z.infer<typeof uploadReplySchema>;

export const documentEventSchema = z.union([documentViewSchema, z.object({ error: wireErrorSchema })]).meta({ id: 'DocumentEvent' });
export const uploadListSchema = z.object({ documents: z.array(documentViewSchema) });
export type UploadList = z.infer<typeof uploadListSchema>;

export const originalHeadersSchema = z.object({
  range: z.string().optional().describe('One range of bytes, such as bytes=0-65535'),
  'if-match': z.string().optional().describe('The ETag of an earlier reply: refused where the document has another content by now'),
});

/** What was read of a document. Neighbours may repeat some text: `place` says where each stands. */
export const documentPassagesSchema = z.object({ passages: z.array(documentPassageSchema) }).meta({ id: 'DocumentPassages' });
export type DocumentPassages = z.infer<typeof documentPassagesSchema>;
