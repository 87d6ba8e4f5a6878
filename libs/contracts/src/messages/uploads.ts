// Uploads that took longer than their sender was kept waiting, and are worked on in the background.
import { z } from 'zod';
import { errorCodeSchema } from '../primitives/error-code.js';
import { base64Schema, documentIdSchema, documentPathSchema, tagsSchema } from '../primitives/primitives.js';
import { defineCall } from './contract.js';
import { type MediaType, mediaTypeSchema } from './document-formats.js';
import { ingestionStepSchema } from './ingestion.js';
import { stagingIdSchema, storedDocumentSchema } from './persistence.js';

/** How far an upload is. `done` and `total` count passages from when the document is split; before, pages whose words are recognised. */
export const ingestionProgressSchema = z.object({
  step: z.enum(['waiting', ...ingestionStepSchema.options, 'index']),
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
});
export type IngestionProgress = z.infer<typeof ingestionProgressSchema>;

/** A document and what its newest upload has come to. Before the first one is indexed there are no pages, passages or embedder. */
export const documentViewSchema = storedDocumentSchema
  .partial({ hasOriginal: true, pages: true, chunkCount: true, embedder: true, createdAt: true, updatedAt: true })
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

// What was uploaded, as it came: kept for formats that are shown as they are.

/** What browsers show: of the others what was read shows all there is to see, and of a TIFF all that can be shown. */
export const SHOWN_AS_THEY_ARE: readonly MediaType[] = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/bmp'];
export function isShownAsItIs(mediaType: MediaType): boolean {
  return SHOWN_AS_THEY_ARE.includes(mediaType);
}

/** Of each part but the last. A part is one transaction: a larger one holds up others for longer. */
export const ORIGINAL_PART_BYTES = 256 * 1024;
const MAX_PART_CHARS = Math.ceil(ORIGINAL_PART_BYTES / 3) * 4;

/**
 * Asks for room for the original of a document that is about to be indexed. It is wanted where it isn't there yet and there is room; then its parts are
 * staged, and `persistence.document.index` with the same `stagingId` keeps it. Without a `stagingId` it is only asked, and no room is held.
 */
export const persistenceOriginalOffer = defineCall(
  'persistence.original.offer',
  z.object({
    stagingId: stagingIdSchema.optional(),
    mediaType: mediaTypeSchema,
    contentHash: z.string(),
    sizeBytes: z.number().int().positive(),
  }),
  z.object({ wanted: z.boolean() }),
);
export const persistenceOriginalStage = defineCall(
  'persistence.original.stage',
  z.object({ stagingId: stagingIdSchema, part: z.number().int().nonnegative(), bytes: base64Schema.min(4).max(MAX_PART_CHARS) }),
  z.object({}),
);
/** One part of `ORIGINAL_PART_BYTES`. */
export const persistenceOriginalRead = defineCall(
  'persistence.original.read',
  z.object({ id: documentIdSchema, part: z.number().int().nonnegative() }),
  z.object({
    name: z.string(),
    mediaType: z.string(),
    contentHash: z.string(),
    sizeBytes: z.number().int(),
    /** Empty behind the end. */
    bytes: base64Schema,
  }),
);
export type OriginalPart = z.infer<typeof persistenceOriginalRead.reply>;
