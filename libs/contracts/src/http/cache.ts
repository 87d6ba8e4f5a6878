import { z } from 'zod';
import {
  cacheCalibrationSchema,
  cacheFeedbackReplySchema,
  cacheInvalidateReplySchema,
  cacheInvalidateRequestSchema,
  cacheLookupReplySchema,
  cacheLookupRequestSchema,
  cacheMetaSchema,
  cacheScopeSchema,
  cacheStatsSchema,
  cacheStoreReplySchema,
  cacheStoreRequestSchema,
  feedbackVerdictSchema,
} from '../messages/cache.js';
import { citationSchema } from '../primitives/primitives.js';
import { cacheReplyHeadersSchema } from './cache-headers.policy.js';
import { gptCacheGetSchema, gptCachePutSchema, gptCacheReplySchema } from './dialects/gptcache.js';
import { SERVICE_ROUTES } from './health.js';
import { chatCompletionChunkSchema, chatCompletionSchema } from './dialects/openai.js';
import { events, json, lines, type RouteTable } from './route.js';

/** Strict, so that a scope part that is misspelt, or a tenant, is a fault and not overlooked: the tenant is the key's. */
const scope = z.strictObject(cacheScopeSchema.omit({ tenant: true }).shape);

/** Only services can report a check. */
export const cacheLookupBodySchema = z.strictObject({ ...cacheLookupRequestSchema.omit({ mayCheck: true }).shape, scope });
export type CacheLookupBody = z.infer<typeof cacheLookupBodySchema>;

export const cacheStoreBodySchema = z.strictObject({ ...cacheStoreRequestSchema.shape, scope });
export type CacheStoreBody = z.infer<typeof cacheStoreBodySchema>;

export const feedbackBodySchema = z.strictObject(feedbackVerdictSchema.shape);
export type FeedbackBody = z.infer<typeof feedbackBodySchema>;

/** The epoch is persistence's to tell; emptying a tenant has a route and a role of its own. */
export const cacheInvalidateBodySchema = z
  .strictObject(cacheInvalidateRequestSchema.omit({ tenant: true, everything: true, epoch: true }).shape)
  .refine((body) => Object.values(body).some((part) => part !== undefined), 'must name entries, documentIds, namespace or model');
export type CacheInvalidateBody = z.infer<typeof cacheInvalidateBodySchema>;

export const CACHE_EXPORT_FORMAT = 'docmind-cache/1';

/**
 * One kept answer as a line of JSON. No tenant: an import puts everything into the importer's own. No vector: it is made anew, so that a
 * file from another embedder can be read and none of its vectors is ever compared with this one's.
 */
export const cacheExportLineSchema = z
  .strictObject({
    format: z.literal(CACHE_EXPORT_FORMAT),
    scope,
    embedder: z.string(),
    question: z.string().min(1),
    answer: z.string().min(1).max(200_000),
    citations: z.array(citationSchema).max(64),
    epoch: z.number().int().nonnegative(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    agent: z.string().max(64).optional(),
    meta: cacheMetaSchema.optional(),
  })
  .meta({ id: 'CacheExportLine' });
export type CacheExportLine = z.infer<typeof cacheExportLineSchema>;
export const cacheImportReplySchema = z.object({
  imported: z.number().int(),
  refused: z.number().int(),
  /** The first refusals. */
  why: z.array(z.object({ line: z.number().int(), reason: z.string() })),
});
export type CacheImportReply = z.infer<typeof cacheImportReplySchema>;

/** Whatever is in it is the upstream's to judge. */
export const proxyChatBodySchema = z.record(z.string(), z.unknown());
const proxyRequestHeadersSchema = z.object({
  /** As RFC 9111 has it: no-cache, no-store, max-age, min-fresh, only-if-cached. */
  'cache-control': z.string().optional(),
  /** A false-hit budget from 0 to 1; one above the service's own changes nothing. */
  'x-docmind-cache-budget': z.string().optional(),
  'x-docmind-cache-namespace': z.string().optional(),
  /** The asking agent, for the figures of who shares with whom. */
  'x-docmind-agent': z.string().optional(),
});

const FEEDBACK = {
  summary: 'Judge an answer: a wrong one goes, and both verdicts teach the calibration',
  roles: ['feedback'],
  body: json(feedbackBodySchema),
  replies: [json(cacheFeedbackReplySchema)],
  errors: ['RESOURCE_EXHAUSTED'],
} as const;

/** What GPTCache's server (0.1.44) has; errors are the service's own. */
const GPTCACHE_ROUTES = {
  'GET /': { summary: 'GPTCache’s greeting', roles: ['query'], replies: [json(z.string())] },
  'POST /put': {
    summary: 'Keep an answer, as GPTCache does',
    roles: ['ingest'],
    body: json(gptCachePutSchema),
    replies: [json(z.string())],
    errors: ['UNAVAILABLE'],
  },
  'POST /get': {
    summary: 'Look an answer up, as GPTCache does',
    roles: ['query'],
    body: json(gptCacheGetSchema),
    replies: [json(gptCacheReplySchema)],
  },
  'POST /flush': {
    summary: 'Write what is in memory to the disk; nothing is emptied',
    roles: ['query'],
    replies: [json(z.string())],
  },
  'GET /cache_file': {
    summary: 'What was put, as a zip of lines that /cache/import reads; needs the key of GPTCACHE_DOWNLOAD_KEY_FILE',
    roles: ['operate'],
    query: z.object({ key: z.string().optional() }),
    replies: [{ type: 'application/zip', schema: z.file() }],
  },
} as const satisfies RouteTable;

/** What isn't a chat is for the upstream to check. */
export const passedBodySchema = z.record(z.string(), z.unknown());
export type PassedBody = z.infer<typeof passedBodySchema>;
const PASSED = {
  speaks: 'openai',
  roles: ['query'],
  replyHeaders: cacheReplyHeadersSchema,
  errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
} as const;
const PASSED_REPLIES = [json(z.unknown()), events(z.unknown())];

export const CACHE_ROUTES = {
  ...SERVICE_ROUTES,
  ...GPTCACHE_ROUTES,
  'GET /cache/stats': {
    summary: 'The figures of the caller’s tenant; of the whole service for an operator',
    roles: ['query', 'operate'],
    replies: [json(cacheStatsSchema)],
  },
  'POST /cache/lookup': {
    summary: 'Look an answer up',
    roles: ['query'],
    body: json(cacheLookupBodySchema),
    replies: [json(cacheLookupReplySchema)],
  },
  'POST /cache/store': {
    summary: 'Keep an answer',
    roles: ['ingest'],
    body: json(cacheStoreBodySchema),
    replies: [json(cacheStoreReplySchema)],
  },
  'POST /cache/feedback': FEEDBACK,
  'POST /feedback': FEEDBACK,
  'POST /cache/invalidate': {
    summary: 'Forget the answers of documents, a namespace or a model, or those named',
    roles: ['ingest'],
    body: json(cacheInvalidateBodySchema),
    replies: [json(cacheInvalidateReplySchema)],
  },
  'POST /cache/calibration/reset': {
    summary: 'Forget what verdicts taught the calibration, for all tenants',
    roles: ['operate'],
    replies: [json(cacheCalibrationSchema)],
  },
  'POST /cache/purge': {
    summary: 'Forget all answers of the caller’s tenant',
    roles: ['operate'],
    replies: [json(cacheInvalidateReplySchema)],
  },
  'GET /cache/export': { summary: 'The tenant’s answers, a line each', roles: ['operate'], replies: [lines(cacheExportLineSchema)] },
  'POST /cache/import': {
    summary: 'Keep the answers of an export; a line that cannot be taken is refused and the next one read',
    roles: ['operate'],
    body: lines(cacheExportLineSchema),
    replies: [json(cacheImportReplySchema)],
  },
  'POST /v1/chat/completions': {
    summary: 'OpenAI’s chat completion, from the cache or from CACHE_UPSTREAM_URL',
    speaks: 'openai',
    isQuestion: true,
    roles: ['query'],
    headers: proxyRequestHeadersSchema,
    body: json(proxyChatBodySchema),
    replies: [json(chatCompletionSchema), events(chatCompletionChunkSchema)],
    replyHeaders: cacheReplyHeadersSchema,
    errors: ['FAILED_PRECONDITION', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  },
  'POST /v1/completions': {
    ...PASSED,
    isQuestion: true,
    summary: 'A completion of text, through the proxy',
    body: json(passedBodySchema),
    replies: PASSED_REPLIES,
  },
  'POST /v1/embeddings': { ...PASSED, summary: 'Embeddings, through the proxy', body: json(passedBodySchema), replies: PASSED_REPLIES },
  'GET /v1/models': { ...PASSED, summary: 'The upstream’s models', replies: PASSED_REPLIES },
  'GET /v1/models/{name}': { ...PASSED, summary: 'One of the upstream’s models, whose name may hold slashes', replies: PASSED_REPLIES },
  'OPTIONS /v1/chat/completions': { summary: 'The methods there are', roles: ['query'], speaks: 'openai', replies: [], statuses: [204] },
} as const satisfies RouteTable;
