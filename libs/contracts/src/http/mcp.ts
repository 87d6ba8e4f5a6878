// The tools of the Model Context Protocol: what they take and give is what the routes of the same names take and give.
import { z } from 'zod';
import { documentPassageSchema, storedDocumentSchema } from '../messages/persistence.js';
import { documentViewSchema } from '../messages/uploads.js';
import { MAX_TAGS, tagSchema } from '../primitives/primitives.js';
import { queryReplySchema, queryRequestSchema } from './query.js';

/** One message of the protocol (JSON-RPC 2.0). */
export const mcpMessageSchema = z
  .looseObject({
    jsonrpc: z.literal('2.0'),
    id: z.union([z.string(), z.number(), z.null()]).optional(),
    method: z.string().optional(),
    params: z.looseObject({}).optional(),
    result: z.looseObject({}).optional(),
    error: z.looseObject({ code: z.number().int(), message: z.string() }).optional(),
  })
  .meta({ id: 'McpMessage' });

export const mcpAskSchema = queryRequestSchema.omit({ stream: true });
export const mcpAnswerSchema = queryReplySchema.pick({
  id: true,
  understoodAs: true,
  answer: true,
  sources: true,
  nearest: true,
  sessionId: true,
  cache: true,
  validation: true,
  degraded: true,
});

const MAX_PASSAGES = 100;
export const mcpReadSchema = z.strictObject({
  document: z.string().min(1).max(1_024).describe('Its path, its file name or its id, as list_documents gives them'),
  from: z.number().int().nonnegative().default(0).describe('The first passage, counted from 0'),
  limit: z.number().int().positive().max(MAX_PASSAGES).default(20).describe('How many passages'),
});
export const mcpPassagesSchema = z.object({
  document: documentViewSchema.pick({ id: true, path: true, mediaType: true, pages: true, chunkCount: true, tags: true, state: true }),
  passages: z.array(documentPassageSchema.pick({ index: true, page: true, heading: true, text: true })),
  /** Where to go on; left out at the document's end. */
  next: z.number().int().optional(),
});
export type McpPassages = z.infer<typeof mcpPassagesSchema>;

export const mcpIngestSchema = z.strictObject({
  path: z.string().min(1).max(1_024).describe('What the document is known by, with its ending, such as notes/2026/plan.md'),
  text: z.string().min(1).optional().describe('The content, where it is text'),
  base64: z.base64().min(1).optional().describe('The bytes of any other format, such as a PDF, as base64'),
  tags: z.array(tagSchema).max(MAX_TAGS).optional().describe('In place of the tags that it has'),
});
export type McpIngest = z.infer<typeof mcpIngestSchema>;

export const mcpIngestedSchema = z.object({
  /** `accepted`: it is worked on in the background; `read_document` says how far it is. */
  outcome: z.enum(['created', 'replaced', 'unchanged', 'accepted']),
  document: storedDocumentSchema.pick({ id: true, path: true, tags: true, mediaType: true, sizeBytes: true }),
});
