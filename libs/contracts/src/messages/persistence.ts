import { z } from 'zod';
import { defineCall } from './contract.js';
import { chunkSchema, fingerprintSchema, placeSchema } from './ingestion.js';
import {
  documentFilterSchema,
  documentIdSchema,
  documentPathSchema,
  identifierSchema,
  tagsSchema,
  vectorSchema,
} from '../primitives/primitives.js';
import { performanceRecordSchema } from './metrics.js';

const jsonObjectSchema = z.record(z.string(), z.unknown());

/** Of one message, in UTF-16 units: longer ones are refused when they are written, so that whatever is kept can be read. */
export const MAX_MESSAGE_CHARS = 262_144;
const MAX_METADATA_BYTES = 1_048_576;
const MAX_SESSION_DATA_BYTES = 65_536;

function jsonObjectUpTo(maxBytes: number) {
  const isSmall = (value: object) => new TextEncoder().encode(JSON.stringify(value)).length <= maxBytes;
  return jsonObjectSchema.refine(isSmall, `must be at most ${maxBytes} bytes as JSON`);
}
/** What a caller may keep with a session. */
export const sessionDataSchema = jsonObjectUpTo(MAX_SESSION_DATA_BYTES);

export const sessionSchema = z
  .object({
    id: z.string(),
    userId: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    data: jsonObjectSchema,
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const storedMessageSchema = z
  .object({
    id: z.number().int(),
    sessionId: z.string(),
    role: z.enum(['system', 'user', 'assistant', 'tool']),
    content: z.string(),
    timestamp: z.string(),
    metadata: jsonObjectSchema.optional(),
  })
  .meta({ id: 'StoredMessage' });
export type StoredMessage = z.infer<typeof storedMessageSchema>;
const newMessageSchema = storedMessageSchema
  .pick({ role: true })
  .extend({ content: z.string().max(MAX_MESSAGE_CHARS), metadata: jsonObjectUpTo(MAX_METADATA_BYTES).optional() });

export const storedDocumentSchema = z
  .object({
    id: documentIdSchema,
    /** What it is known by: one document a path. */
    path: z.string(),
    /** The last part of its path. */
    name: z.string(),
    tags: z.array(z.string()),
    mediaType: z.string(),
    contentHash: z.string(),
    sizeBytes: z.number().int(),
    hasOriginal: z.boolean(),
    pages: z.number().int(),
    chunkCount: z.number().int(),
    embedder: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'StoredDocument' });
export type StoredDocument = z.infer<typeof storedDocumentSchema>;

export const stagingIdSchema = z.string().min(8).max(64);
const STAGING_PREFIX_LENGTH = 27;
/** What the staging id of each try with a content begins with: whoever erases the content finds what was left in between. */
export function stagingPrefixOf(contentHash: string): string {
  return `${contentHash.slice(0, STAGING_PREFIX_LENGTH)}-`;
}
/** One batch of a document's chunks, kept apart until `persistence.document.index` moves all of them in one transaction. */
export const documentStageRequestSchema = z.object({ stagingId: stagingIdSchema, chunks: z.array(chunkSchema).min(1).max(256) });
export const documentIndexRequestSchema = z.object({
  stagingId: stagingIdSchema,
  path: documentPathSchema,
  /** In place of those it had; where they are left out, it keeps those. */
  tags: tagsSchema.optional(),
  mediaType: z.string(),
  contentHash: z.string(),
  sizeBytes: z.number().int().positive(),
  pages: z.number().int().nonnegative(),
  chunkCount: z.number().int().positive(),
  dimensions: z.number().int().positive(),
  embedder: z.string(),
  fingerprint: fingerprintSchema,
  /** Of one that is worked on in the background: refused once a newer upload of the path was taken. */
  uploadId: z.string().optional(),
});
/** `replaced`: the path's document (same id) has another content than before, or other tags. */
export const documentIndexReplySchema = z.object({
  document: storedDocumentSchema,
  epoch: z.number().int(),
  outcome: z.enum(['created', 'replaced', 'unchanged']),
});
export const passageSchema = z.object({
  chunkId: z.string(),
  documentId: documentIdSchema,
  documentName: z.string(),
  documentPath: z.string(),
  /** When the document was last read in. */
  documentDate: z.string().optional(),
  index: z.number().int(),
  page: z.number().int().positive().optional(),
  heading: z.string().optional(),
  place: placeSchema.optional(),
  text: z.string(),
  /** Fused reciprocal-rank score, higher is better. */
  score: z.number(),
  /** Cosine of query and passage where the vector index found it. */
  similarity: z.number().optional(),
});
export type Passage = z.infer<typeof passageSchema>;
/** A passage that no search found: it has no score. */
export const documentPassageSchema = passageSchema.omit({ score: true, similarity: true });
export type DocumentPassage = z.infer<typeof documentPassageSchema>;
export const documentSearchRequestSchema = z.object({
  query: z.string().min(1).max(32_000),
  vector: vectorSchema.optional(),
  limit: z.number().int().positive().max(50).default(8),
  mode: z.enum(['hybrid', 'vector', 'text']).default('hybrid'),
  ...documentFilterSchema.shape,
});

const page = { limit: z.number().int().positive().max(1_000).default(100), offset: z.number().int().nonnegative().default(0) };
export const deletedSchema = z.object({ deleted: z.boolean() });
export type Deleted = z.infer<typeof deletedSchema>;
/** Where the next page begins; absent on the last one. A page ends early where its rows are large. */
const nextSchema = z.number().int().positive().optional();
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema), next: nextSchema });
export type SessionList = z.infer<typeof sessionListSchema>;
export const messageListSchema = z.object({ messages: z.array(storedMessageSchema), next: nextSchema });
export type MessageList = z.infer<typeof messageListSchema>;
export const documentListSchema = z.object({ documents: z.array(storedDocumentSchema), epoch: z.number().int() });
export type DocumentList = z.infer<typeof documentListSchema>;
export const documentDeletedSchema = z.object({ deleted: z.boolean(), epoch: z.number().int() });
export type DocumentDeleted = z.infer<typeof documentDeletedSchema>;

export const persistenceSessionCreate = defineCall(
  'persistence.session.create',
  z.object({ id: identifierSchema.optional(), userId: z.string().min(1).max(128), data: sessionDataSchema.default({}) }),
  sessionSchema,
);
export const persistenceSessionGet = defineCall('persistence.session.get', z.object({ id: z.string() }), sessionSchema);
/** In a session's title, or in what was said in it; letters of any case. */
export const containingSchema = z.string().trim().min(1).max(200);
export const persistenceSessionList = defineCall(
  'persistence.session.list',
  z.object({ ...page, containing: containingSchema.optional() }),
  sessionListSchema,
);
/** What is named takes the place of what `data` holds under that name; null takes it away (RFC 7396). */
export const persistenceSessionChange = defineCall(
  'persistence.session.change',
  z.object({ id: z.string(), data: sessionDataSchema }),
  sessionSchema,
);
export const persistenceSessionDelete = defineCall('persistence.session.delete', z.object({ id: z.string() }), deletedSchema);
const sessionTurnSchema = z.object({ sessionId: identifierSchema, ticket: z.string().min(8).max(64) });
/** Joins the session's line, or keeps a place in it: asked again until it is one's turn, and while one works. */
export const persistenceSessionEnter = defineCall('persistence.session.enter', sessionTurnSchema, z.object({ entered: z.boolean() }));
export const persistenceSessionLeave = defineCall('persistence.session.leave', sessionTurnSchema, z.object({}));
/** All messages of one turn in one transaction; creates the session when it isn't there. */
export const persistenceChatAppend = defineCall(
  'persistence.chat.append',
  z.object({
    sessionId: identifierSchema,
    userId: z.string().min(1).max(128),
    messages: z.array(newMessageSchema).min(1).max(100),
    /** Of the request that the messages answer: messages of the same request are added once, and the reply names those. */
    requestId: z.string().min(1).max(256).optional(),
  }),
  z.object({ ids: z.array(z.number().int()) }),
);
export const persistenceChatList = defineCall(
  'persistence.chat.list',
  /** `newest` counts the page from the end; the messages are in their own order all the same. */
  z.object({ sessionId: z.string(), ...page, from: z.enum(['oldest', 'newest']).optional() }),
  messageListSchema,
);
export const persistenceDocumentStage = defineCall(
  'persistence.document.stage',
  documentStageRequestSchema,
  z.object({ staged: z.number().int() }),
);
export const persistenceDocumentIndex = defineCall('persistence.document.index', documentIndexRequestSchema, documentIndexReplySchema);
/** Takes a document in without its chunks, where the tenant has the same content under the same fingerprint already. */
export const persistenceDocumentRecall = defineCall(
  'persistence.document.recall',
  documentIndexRequestSchema.pick({ path: true, tags: true, contentHash: true, fingerprint: true, uploadId: true }),
  /** Nothing recalled: the content must be processed, staged and indexed. */
  z.object({ recalled: documentIndexReplySchema.optional() }),
);
export const persistenceDocumentList = defineCall(
  'persistence.document.list',
  z.object({ ...page, ...documentFilterSchema.shape }),
  documentListSchema,
);
/** A document's own passages in their order. */
export const persistenceDocumentRead = defineCall(
  'persistence.document.read',
  z.object({ id: documentIdSchema, ...page }),
  z.object({ passages: z.array(documentPassageSchema) }),
);
/** Another path, other tags, or both: its content stays, and so does its id. */
export const documentChangeSchema = z.object({ path: documentPathSchema.optional(), tags: tagsSchema.optional() });
export type DocumentChange = z.infer<typeof documentChangeSchema>;
export const documentChangedSchema = z.object({ document: storedDocumentSchema, epoch: z.number().int() }).meta({ id: 'DocumentChanged' });
export type DocumentChanged = z.infer<typeof documentChangedSchema>;
export const persistenceDocumentChange = defineCall(
  'persistence.document.change',
  documentChangeSchema.extend({ id: documentIdSchema }),
  documentChangedSchema,
);
export const persistenceDocumentDelete = defineCall(
  'persistence.document.delete',
  z.object({ id: documentIdSchema }),
  documentDeletedSchema,
);
export const persistenceDocumentSearch = defineCall(
  'persistence.document.search',
  documentSearchRequestSchema,
  z.object({ passages: z.array(passageSchema), epoch: z.number().int() }),
);
/** Records by when they were written down, oldest first. `after` goes on where the last page ended. */
export const persistencePerformanceList = defineCall(
  'persistence.performance.list',
  z.object({
    from: z.string(),
    to: z.string(),
    after: z.number().int().nonnegative().default(0),
    limit: z.number().int().min(1).max(2_000),
  }),
  z.object({ records: z.array(performanceRecordSchema), after: z.number().int().nonnegative().optional() }),
);
export const persistencePerformanceAppend = defineCall(
  'persistence.performance.append',
  z.object({ records: z.array(performanceRecordSchema).min(1).max(500) }),
  z.object({ written: z.number().int() }),
);
export const persistenceCorpusEpoch = defineCall('persistence.corpus.epoch', z.object({}), z.object({ epoch: z.number().int() }));
