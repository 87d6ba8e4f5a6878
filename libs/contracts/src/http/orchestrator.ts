import { z } from 'zod';
import {
  documentChangedSchema,
  documentChangeSchema,
  documentDeletedSchema,
  documentListSchema,
  sessionListSchema,
  deletedSchema,
  messageListSchema,
  sessionSchema,
} from '../messages/persistence.js';
import { documentViewSchema } from '../messages/uploads.js';
import { DOCUMENT_ENDINGS } from '../messages/document-formats.js';
import { wireErrorSchema } from '../primitives/error-code.js';
import { citationSchema } from '../primitives/primitives.js';
import { cacheReplyHeadersSchema } from './cache-headers.policy.js';
import {
  documentEventSchema,
  documentPassagesSchema,
  documentQuerySchema,
  uploadListSchema,
  uploadReplySchema,
  uploadRequestSchema,
} from './data/documents.js';
import { overviewSchema } from './overview.js';
import { callerSchema } from './account.js';
import { feedbackBodySchema } from './cache.js';
import { cacheFeedbackReplySchema } from '../messages/cache.js';
import { erasureReplySchema, erasureRequestSchema, exportLineSchema, exportQuerySchema } from './data/erasure.js';
import { SERVICE_ROUTES } from './health.js';
import { responsesEventSchema } from './dialects/responses.js';
import { openAiModelListSchema, openAiModelSchema } from './dialects/openai.js';
import { mcpMessageSchema } from './mcp.js';
import {
  docmindChatRequestSchema,
  docmindChunkSchema,
  docmindCompletionSchema,
  docmindResponseSchema,
  docmindResponsesRequestSchema,
  queryReplySchema,
  queryRequestSchema,
} from './query.js';
import { events, json, lines, ROLES, type RouteTable } from './route.js';
import { searchReplySchema, searchRequestSchema } from './search.js';
import { newSessionSchema, pageSchema, sessionChangeSchema, sessionQuerySchema } from './data/sessions.js';
import { queryTraceSchema } from './trace.js';

/**
 * The data of a streamed answer: any number of `delta`, then `sources` and `done`; `error` where it fails midway. The texts of all `delta` are
 * the answer. About documents each is a checked sentence, and none is taken back; without documents they are the model's tokens.
 */
export const queryEventSchema = z
  .union([
    z.object({ text: z.string() }),
    queryReplySchema,
    z.object({ sources: z.array(citationSchema) }),
    z.object({ error: wireErrorSchema }),
  ])
  .meta({ id: 'QueryEvent' });

const ANSWERING = { replyHeaders: cacheReplyHeadersSchema, errors: ['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'] } as const;

export const ORCHESTRATOR_ROUTES = {
  ...SERVICE_ROUTES,
  'GET /': {
    summary: 'The console: a page for people; 503 where it is not built',
    isOpen: true,
    replies: [{ type: 'text/html', schema: z.string() }],
    statuses: [200, 503],
  },
  'GET /assets/{name}': {
    summary: 'A file of the console',
    isOpen: true,
    replies: [{ type: '*/*', schema: z.string() }],
    errors: ['NOT_FOUND'],
  },
  'GET /overview': {
    summary: 'How services, engines and quality gates are, as far as each is told',
    roles: ['operate'],
    replies: [json(overviewSchema)],
  },
  'GET /me': { summary: 'Who asks, and what they may do', roles: ROLES, replies: [json(callerSchema)] },
  'POST /sign-in': { summary: 'Keep the key of this request in a cookie, for the console', roles: ROLES, replies: [], statuses: [204] },
  'POST /sign-out': { summary: 'Take that cookie away', isOpen: true, replies: [], statuses: [204] },
  'POST /feedback': {
    summary: 'Judge an answer that came from the cache: a wrong one goes',
    roles: ['feedback'],
    body: json(feedbackBodySchema),
    replies: [json(cacheFeedbackReplySchema)],
    errors: ['RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  },
  'POST /query': {
    summary: 'Ask a question about the documents',
    isQuestion: true,
    roles: ['query'],
    body: json(queryRequestSchema),
    replies: [json(queryReplySchema), events(queryEventSchema)],
    ...ANSWERING,
  },
  'POST /search': {
    summary: 'Find passages by words, by meaning, or by both',
    roles: ['query'],
    body: json(searchRequestSchema),
    replies: [json(searchReplySchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  },
  'GET /queries/{id}/trace': {
    summary: 'How an answer came about: messages, handoffs, tool calls, times, tokens',
    roles: ['query'],
    replies: [json(queryTraceSchema)],
    errors: ['NOT_FOUND'],
  },
  'POST /v1/chat/completions': {
    summary: 'The same in OpenAI’s shape; the model is "docmind"',
    isQuestion: true,
    roles: ['query'],
    speaks: 'openai',
    body: json(docmindChatRequestSchema),
    replies: [json(docmindCompletionSchema), events(docmindChunkSchema)],
    ...ANSWERING,
    errors: ['NOT_FOUND', ...ANSWERING.errors],
  },
  'POST /v1/responses': {
    summary: 'The same by OpenAI’s Responses API; what is stored may be gone on from with previous_response_id, and is a session',
    isQuestion: true,
    roles: ['query'],
    speaks: 'openai',
    body: json(docmindResponsesRequestSchema),
    replies: [json(docmindResponseSchema), events(responsesEventSchema)],
    ...ANSWERING,
    errors: ['NOT_FOUND', ...ANSWERING.errors],
  },
  'GET /v1/models': { summary: 'The models of this door', roles: ['query'], speaks: 'openai', replies: [json(openAiModelListSchema)] },
  'GET /v1/models/{id}': {
    summary: 'One model',
    roles: ['query'],
    speaks: 'openai',
    replies: [json(openAiModelSchema)],
    errors: ['NOT_FOUND'],
  },
  'POST /mcp': {
    summary: 'The Model Context Protocol (streamable HTTP, without sessions): one message a request; its tools ask for roles of their own',
    isQuestion: true,
    roles: ROLES,
    body: json(mcpMessageSchema),
    replies: [events(mcpMessageSchema), json(mcpMessageSchema)],
    statuses: [200, 202, 406],
    errors: ['RESOURCE_EXHAUSTED', 'UNAVAILABLE'],
  },
  'GET /mcp': { summary: 'Nothing is sent unasked: always 405', roles: ROLES, replies: [json(mcpMessageSchema)], statuses: [405] },
  'DELETE /mcp': { summary: 'There is no session to end: always 405', roles: ROLES, replies: [json(mcpMessageSchema)], statuses: [405] },
  'POST /documents': {
    summary: `Add or replace a document (${DOCUMENT_ENDINGS.join(', ')}); 201 for a new path, 202 for one that takes longer`,
    roles: ['ingest'],
    body: { type: 'multipart/form-data', schema: uploadRequestSchema },
    replies: [json(uploadReplySchema)],
    statuses: [200, 201, 202],
    errors: ['FAILED_PRECONDITION', 'RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  },
  'GET /documents': {
    summary: 'The documents, by path',
    roles: ['query', 'ingest'],
    query: documentQuerySchema,
    replies: [json(documentListSchema)],
    errors: ['UNAVAILABLE'],
  },
  'GET /documents/{id}': {
    summary: 'One document, and how far its newest upload is; as events until that is done',
    roles: ['query', 'ingest'],
    replies: [json(documentViewSchema), events(documentEventSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'GET /documents/{id}/passages': {
    summary: 'What was read of a document: its passages in their order',
    roles: ['query'],
    query: pageSchema,
    replies: [json(documentPassagesSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'GET /uploads': {
    summary: 'Documents whose newest upload is worked on or failed',
    roles: ['query', 'ingest'],
    query: pageSchema,
    replies: [json(uploadListSchema)],
    errors: ['UNAVAILABLE'],
  },
  'PATCH /documents/{id}': {
    summary: 'Give a document another path or other tags',
    roles: ['ingest'],
    body: json(documentChangeSchema),
    replies: [json(documentChangedSchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'],
  },
  'DELETE /documents/{id}': {
    summary: 'Remove a document',
    roles: ['ingest'],
    replies: [json(documentDeletedSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'POST /sessions': {
    summary: 'Open a session',
    roles: ['query'],
    body: json(newSessionSchema),
    replies: [json(sessionSchema)],
    statuses: [201],
    errors: ['FAILED_PRECONDITION', 'UNAVAILABLE'],
  },
  'GET /sessions': {
    summary: 'The sessions, latest first; only those that hold some words',
    roles: ['query'],
    query: sessionQuerySchema,
    replies: [json(sessionListSchema)],
    errors: ['UNAVAILABLE'],
  },
  'GET /sessions/{id}': { summary: 'One session', roles: ['query'], replies: [json(sessionSchema)], errors: ['NOT_FOUND', 'UNAVAILABLE'] },
  'GET /sessions/{id}/messages': {
    summary: 'What was said in a session',
    roles: ['query'],
    query: pageSchema,
    replies: [json(messageListSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'PATCH /sessions/{id}': {
    summary: 'Change what a session’s data holds, such as its title',
    roles: ['query'],
    body: json(sessionChangeSchema),
    replies: [json(sessionSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'DELETE /sessions/{id}': {
    summary: 'Remove a session with its messages',
    roles: ['query'],
    replies: [json(deletedSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'POST /erasures': {
    summary: 'Erase a document, a session or all that the tenant has, so that no byte of its text is left',
    roles: ['operate'],
    body: json(erasureRequestSchema),
    replies: [json(erasureReplySchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  },
  'GET /export': {
    summary: 'All that the tenant has, or one document or session, a line of JSON each',
    roles: ['operate'],
    query: exportQuerySchema,
    replies: [lines(exportLineSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
} as const satisfies RouteTable;
