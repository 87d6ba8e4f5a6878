// Uploads that took longer than their sender was kept waiting, and are worked on in the background.
import { z } from 'zod';
import { errorCodeSchema } from '../primitives/error-code.js';
import { documentIdSchema, documentPathSchema, tagsSchema } from '../primitives/primitives.js';
import { defineCall } from './contract.js';
import { mediaTypeSchema } from './document-formats.js';
import { ingestionStepSchema } from './ingestion.js';
import { storedDocumentSchema } from './persistence.js';

/** How far an upload is. `done` and `total` count passages, from when the document is split. */
export const ingestionProgressSchema = z.object({
  step: z.enum(['waiting', ...ingestionStepSchema.options, 'index']),
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type IngestionProgress = z.infer<typeof ingestionProgressSchema>;

/** A document and what its newest upload has come to. Before the first one is indexed there are no pages, passages or embedder. */
export const documentViewSchema = storedDocumentSchema
  .partial({ pages: true, chunkCount: true, embedder: true, createdAt: true, updatedAt: true })
  .extend({
    /** `failed`: the newest upload was; an earlier content, if there is one, is still found. */
    state: z.enum(['indexed', 'working', 'failed']),
    /** Of the upload that is worked on, or failed. */
    ingestion: ingestionProgressSchema
      .extend({
        acceptedAt: z.string(),
        updatedAt: z.string(),
        problem: z.object({ code: errorCodeSchema, message: z.string() }).optional(),
      })
      .optional(),
  })
  .meta({ id: 'DocumentView' });
export type DocumentView = z.infer<typeof documentViewSchema>;

/** An upload whose bytes lie in a replica's spool. */
export const keptUploadSchema = z.object({
  uploadId: z.string().min(1).max(64),
  path: documentPathSchema,
  tags: tagsSchema.optional(),
  mediaType: mediaTypeSchema,
  contentHash: z.string(),
  sizeBytes: z.number().int().positive(),
});
export type KeptUpload = z.infer<typeof keptUploadSchema>;

/** Writes an upload down as the newest of its path: an older one of the same path is given up. */
export const persistenceUploadKeep = defineCall('persistence.upload.keep', keptUploadSchema, documentViewSchema);
/** Not wanted: a newer upload of the path was taken, or the document was deleted. */
export const persistenceUploadProgress = defineCall(
  'persistence.upload.progress',
  ingestionProgressSchema.extend({ uploadId: z.string() }),
  z.object({ wanted: z.boolean() }),
);
export const persistenceUploadFail = defineCall(
  'persistence.upload.fail',
  z.object({ uploadId: z.string(), code: errorCodeSchema, message: z.string().max(2_000) }),
  z.object({ recorded: z.boolean() }),
);
/** Those of the given uploads that nobody has worked on for a while, of every tenant. Who asks works on them from here on. */
export const persistenceUploadClaim = defineCall(
  'persistence.upload.claim',
  z.object({ uploadIds: z.array(z.string()).max(1_000) }),
  z.object({ uploads: z.array(keptUploadSchema.extend({ tenant: z.string() })) }),
);
/** Documents whose newest upload is worked on or failed, oldest upload first. */
export const persistenceUploadList = defineCall(
  'persistence.upload.list',
  z.object({ limit: z.number().int().positive().max(1_000).default(100), offset: z.number().int().nonnegative().default(0) }),
  z.object({ documents: z.array(documentViewSchema) }),
);
export const persistenceDocumentGet = defineCall('persistence.document.get', z.object({ id: documentIdSchema }), documentViewSchema);
