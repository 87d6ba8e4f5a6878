import { z } from 'zod';
import { wireErrorSchema } from '../primitives/error-code.js';
import { citationSchema } from '../primitives/primitives.js';
import { cacheReplyHeadersSchema } from './cache-headers.policy.js';
import { overviewSchema } from './overview.js';
import { callerSchema, keyChangeSchema, keyListSchema, madeKeySchema, newKeySchema } from './account.js';
import { feedbackBodySchema } from './cache.js';
import { backendSwitchReplySchema, backendSwitchRequestSchema } from '../messages/backends.js';
import { cacheFeedbackReplySchema } from '../messages/cache.js';
import { DATA_ROUTES } from './data-routes.js';
import { SERVICE_ROUTES } from './health.js';
import { anthropicCountReplySchema, anthropicCountSchema, anthropicEventSchema } from './dialects/anthropic.js';
import { responsesEventSchema } from './dialects/responses.js';
import { openAiModelListSchema, openAiModelSchema } from './dialects/openai.js';
import { mcpMessageSchema } from './mcp.js';
import {
  docmindChatRequestSchema,
  docmindChunkSchema,
  docmindCompletionSchema,
  docmindMessageSchema,
  docmindMessagesRequestSchema,
  docmindResponseSchema,
  docmindResponsesRequestSchema,
  queryReplySchema,
  queryRequestSchema,
} from './query.js';
import { events, json, ROLES, type RouteTable } from './route.js';
import { searchReplySchema, searchRequestSchema } from './search.js';
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
  'POST /backends/switch': {
    summary: 'Make an engine the active one; answers when it serves',
    roles: ['operate'],
    body: json(backendSwitchRequestSchema),
    replies: [json(backendSwitchReplySchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  },
  'GET /me': { summary: 'Who asks, and what they may do', roles: ROLES, replies: [json(callerSchema)] },
  'POST /sign-in': { summary: 'Keep the key of this request in a cookie, for the console', roles: ROLES, replies: [], statuses: [204] },
  'POST /sign-out': { summary: 'Take that cookie away', isOpen: true, replies: [], statuses: [204] },
  'GET /keys': {
    summary: 'The API keys of the operator’s tenant, without their secrets',
    roles: ['operate'],
    replies: [json(keyListSchema)],
    errors: ['FAILED_PRECONDITION'],
  },
  'POST /keys': {
    summary: 'Make a key with at most the operator’s own rights; it is told this once',
    roles: ['operate'],
    body: json(newKeySchema),
    replies: [json(madeKeySchema)],
    statuses: [201],
    errors: ['FAILED_PRECONDITION'],
  },
  'POST /keys/{id}/rotation': {
    summary: 'Make a new key for the holder of an old one, which ends',
    roles: ['operate'],
    body: json(keyChangeSchema),
    replies: [json(madeKeySchema)],
    statuses: [201],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION'],
  },
  'DELETE /keys/{id}': {
    summary: 'Revoke a key: doors refuse it within a second or two',
    roles: ['operate'],
    replies: [],
    statuses: [204],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION'],
  },
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
  'POST /v1/messages': {
    summary: 'The same by Anthropic’s API, with citations of the quotes that each sentence rests on',
    isQuestion: true,
    roles: ['query'],
    speaks: 'anthropic',
    body: json(docmindMessagesRequestSchema),
    replies: [json(docmindMessageSchema), events(anthropicEventSchema)],
    ...ANSWERING,
    errors: ['NOT_FOUND', ...ANSWERING.errors],
  },
  'POST /v1/messages/count_tokens': {
    summary: 'How long what is sent is, by the tokenizer of the model behind; what the agents add to it is not counted',
    roles: ['query'],
    speaks: 'anthropic',
    body: json(anthropicCountSchema),
    replies: [json(anthropicCountReplySchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'],
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
  ...DATA_ROUTES,
} as const satisfies RouteTable;
