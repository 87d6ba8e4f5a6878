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
import { documentViewSchema, SHOWN_AS_THEY_ARE } from '../messages/uploads.js';
import { DOCUMENT_ENDINGS } from '../messages/document-formats.js';
import {
  documentEventSchema,
  documentPassagesSchema,
  documentQuerySchema,
  originalHeadersSchema,
  uploadListSchema,
  uploadReplySchema,
  uploadRequestSchema,
} from './data/documents.js';
import { erasureReplySchema, erasureRequestSchema, exportLineSchema, exportQuerySchema } from './data/erasure.js';
import { watchedFolderListSchema, watchedFolderReportSchema } from './data/watched-folders.js';
import { newSessionSchema, pageSchema, sessionChangeSchema, sessionQuerySchema } from './data/sessions.js';
import { events, file, json, lines, type RouteTable } from './route.js';

/** Documents, conversations, and all that a tenant has: routes of the orchestrator. */
export const DATA_ROUTES = {
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
  'GET /documents/{id}/original': {
    summary: 'A document as it was uploaded, whole or the range that is asked for; formats of which text is all there is to see have none',
    roles: ['query'],
    headers: originalHeadersSchema,
    replies: SHOWN_AS_THEY_ARE.map((type) => file(type)),
    statuses: [200, 206, 416],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'],
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
  'GET /watched-folders': {
    summary: 'Folders that are watched for the tenant, as their watchers told this replica since it started',
    roles: ['query', 'ingest'],
    replies: [json(watchedFolderListSchema)],
  },
  'PUT /watched-folders/{id}': {
    summary: 'Said by a watcher: how its folder is. Nothing is read by it',
    roles: ['ingest'],
    body: json(watchedFolderReportSchema),
    replies: [],
    statuses: [204],
    errors: ['RESOURCE_EXHAUSTED'],
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
