import { z } from 'zod';
import { base64Schema, MAX_DOCUMENT_PATH, vectorSchema } from '../primitives/primitives.js';
import { defineCall, defineStream, repeatable } from './contract.js';
import { mediaTypeSchema } from './document-formats.js';

/** Names all that shapes a document's chunks besides its bytes: reader, splitter and embedder with their versions. */
export const fingerprintSchema = z.string().min(1).max(512);

/** A document's bytes stay with the sender; the cache pulls them in parts from `source` only when no step is cached. */
export const ingestionRequestSchema = z.object({
  /** For messages. */
  name: z.string().min(1).max(MAX_DOCUMENT_PATH),
  mediaType: mediaTypeSchema,
  contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hex'),
  sizeBytes: z.number().int().positive(),
  source: z.object({ instance: z.string().min(1).max(64), uploadId: z.string().min(1).max(64) }),
});
/** Where a chunk's text stands in its document. Kept with it; what is cited is a part of it. */
export const placeSchema = z.object({
  /** In the text that was read, in UTF-16 units, the end not included: of a text file its own text, lines ending in \n. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** What is printed on the page as its number, where a PDF says: "iv". */
  pageLabel: z.string().max(256).optional(),
  /** Of a PDF or a picture: start and end in the chunk's text, then x, y, width and height of a box, as in `boxSchema`. */
  lines: z.array(z.array(z.number()).length(6)).optional(),
});
export type Place = z.infer<typeof placeSchema>;

export const chunkSchema = z.object({
  index: z.number().int().nonnegative(),
  text: z.string().min(1),
  /** 1-based page of a PDF, a slide show or a picture; absent in plain text. */
  page: z.number().int().positive().optional(),
  heading: z.string().optional(),
  place: placeSchema.optional(),
  vector: vectorSchema,
});
export type Chunk = z.infer<typeof chunkSchema>;
export const ingestionStepSchema = z.enum(['parse', 'split', 'embed']);
export const ingestionFrameSchema = z.discriminatedUnion('type', [
  /** How many pages of a scan are read, then how many chunks are embedded. `waiting`: its words must be recognised, or it is large, and it waits for its turn. */
  z.object({
    type: z.literal('progress'),
    step: z.enum(['waiting', ...ingestionStepSchema.options]),
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.object({ type: z.literal('chunks'), chunks: z.array(chunkSchema).min(1) }),
  z.object({
    type: z.literal('done'),
    chunkCount: z.number().int(),
    pages: z.number().int(),
    dimensions: z.number().int(),
    embedder: z.string(),
    fingerprint: fingerprintSchema,
    cachedSteps: z.array(ingestionStepSchema),
    totalMs: z.number(),
  }),
]);
export type IngestionFrame = z.infer<typeof ingestionFrameSchema>;

export const cacheIngestionProcess = defineStream('cache.ingestion.process', ingestionRequestSchema, ingestionFrameSchema);
export const cacheIngestionFingerprint = repeatable(
  defineCall('cache.ingestion.fingerprint', z.object({ mediaType: mediaTypeSchema }), z.object({ fingerprint: fingerprintSchema })),
);

/** Asked of the one orchestrator instance that holds the upload. Parts stay well below NATS's 1 MiB. */
export const UPLOAD_PART_BYTES = 512 * 1024;
export const orchestratorUploadRead = defineCall(
  'orchestrator.upload.read',
  z.object({ uploadId: z.string(), offset: z.number().int().nonnegative() }),
  z.object({ bytes: base64Schema, last: z.boolean() }),
);
