import { z } from 'zod';
import {
  allocationRequestSchema,
  deviceAllocationSchema,
  hardwareInfoSchema,
  kvPlanRequestSchema,
  vramPlanSchema,
} from '../messages/hardware.js';
import { backendEventSchema, backendListSchema, backendSwitchReplySchema, backendSwitchRequestSchema } from '../messages/backends.js';
import { chatRequestSchema } from '../messages/inference.js';
import {
  anthropicCountReplySchema,
  anthropicCountSchema,
  anthropicEventSchema,
  anthropicMessageSchema,
  anthropicMessagesSchema,
} from './dialects/anthropic.js';
import { SERVICE_ROUTES } from './health.js';
import {
  ollamaChatReplySchema,
  ollamaChatSchema,
  ollamaEmbeddingsReplySchema,
  ollamaEmbeddingsSchema,
  ollamaEmbedReplySchema,
  ollamaEmbedSchema,
  ollamaGenerateReplySchema,
  ollamaGenerateSchema,
  ollamaPsSchema,
  ollamaPullLineSchema,
  ollamaPullSchema,
  ollamaShowReplySchema,
  ollamaShowSchema,
  ollamaTagsSchema,
  ollamaVersionSchema,
} from './dialects/ollama.js';
import {
  chatCompletionChunkSchema,
  chatCompletionSchema,
  embeddingListSchema,
  embeddingRequestSchema,
  openAiModelListSchema,
  openAiModelSchema,
  textCompletionSchema,
  textRequestSchema,
  tokenizeReplySchema,
  tokenizeRequestSchema,
} from './dialects/openai.js';
import { rerankReplySchema, rerankRequestSchema } from './dialects/rerank.js';
import { responsesEventSchema, responsesReplySchema, responsesRequestSchema } from './dialects/responses.js';
import { events, json, lines, text, type RouteTable } from './route.js';

/** Set where the context manager left out a part of a prompt that was too long. */
const generationHeaders = z.object({ 'x-docmind-context-trimmed': z.string().optional() });
const GENERATING = {
  replyHeaders: generationHeaders,
  errors: ['FAILED_PRECONDITION', 'NOT_FOUND', 'RESOURCE_EXHAUSTED', 'UNAVAILABLE', 'DEADLINE_EXCEEDED'],
} as const;

const OPENAI_ROUTES = {
  'POST /v1/chat/completions': {
    summary: 'OpenAI’s chat completion, by the active backend or the one whose model is named',
    isQuestion: true,
    roles: ['query'],
    speaks: 'openai',
    body: json(chatRequestSchema),
    replies: [json(chatCompletionSchema), events(chatCompletionChunkSchema)],
    ...GENERATING,
  },
  'POST /v1/responses': {
    summary: 'OpenAI’s Responses API; nothing is kept, so previous_response_id is refused',
    isQuestion: true,
    roles: ['query'],
    speaks: 'openai',
    body: json(responsesRequestSchema),
    replies: [json(responsesReplySchema), events(responsesEventSchema)],
    ...GENERATING,
  },
  'POST /v1/completions': {
    summary: 'OpenAI’s older completion, of text without roles',
    isQuestion: true,
    roles: ['query'],
    speaks: 'openai',
    body: json(textRequestSchema),
    replies: [json(textCompletionSchema), events(textCompletionSchema)],
    errors: GENERATING.errors,
  },
  'POST /v1/embeddings': {
    summary: 'OpenAI’s embeddings, by the cache service’s embedder',
    roles: ['query'],
    speaks: 'openai',
    body: json(embeddingRequestSchema),
    replies: [json(embeddingListSchema)],
    errors: ['UNAVAILABLE'],
  },
  'POST /v1/rerank': {
    summary: 'Texts in the order of their likeness to a query, by the cache service’s embedder',
    roles: ['query'],
    speaks: 'openai',
    body: json(rerankRequestSchema),
    replies: [json(rerankReplySchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'GET /v1/models': {
    summary: 'The models of all backends',
    roles: ['query'],
    speaks: 'openai',
    replies: [json(openAiModelListSchema)],
    errors: ['UNAVAILABLE'],
  },
  'GET /v1/models/{name}': {
    summary: 'One model, whose name may hold slashes',
    roles: ['query'],
    speaks: 'openai',
    replies: [json(openAiModelSchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'POST /tokenize': {
    summary: 'vLLM’s route: tokens of a text or of messages, by the model’s own tokenizer',
    roles: ['query'],
    body: json(tokenizeRequestSchema),
    replies: [json(tokenizeReplySchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
} as const satisfies RouteTable;

const ANTHROPIC_ROUTES = {
  'POST /v1/messages': {
    summary: 'Anthropic’s messages, by the active backend or the one whose model is named',
    roles: ['query'],
    isQuestion: true,
    speaks: 'anthropic',
    body: json(anthropicMessagesSchema),
    replies: [json(anthropicMessageSchema), events(anthropicEventSchema)],
    ...GENERATING,
  },
  'POST /v1/messages/count_tokens': {
    summary: 'How long the prompt of such a request is, by the model’s own tokenizer',
    roles: ['query'],
    speaks: 'anthropic',
    body: json(anthropicCountSchema),
    replies: [json(anthropicCountReplySchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'],
  },
} as const satisfies RouteTable;

const OLLAMA_ROUTES = {
  'GET /': { summary: 'Ollama’s heartbeat', roles: ['query'], replies: [text()] },
  'POST /api/chat': {
    summary: 'Ollama’s chat; a stream unless `stream` is false',
    isQuestion: true,
    roles: ['query'],
    speaks: 'ollama',
    body: json(ollamaChatSchema),
    replies: [json(ollamaChatReplySchema), lines(ollamaChatReplySchema)],
    ...GENERATING,
  },
  'POST /api/generate': {
    summary: 'Ollama’s completion; a stream unless `stream` is false',
    isQuestion: true,
    roles: ['query'],
    speaks: 'ollama',
    body: json(ollamaGenerateSchema),
    replies: [json(ollamaGenerateReplySchema), lines(ollamaGenerateReplySchema)],
    ...GENERATING,
  },
  'POST /api/embed': {
    summary: 'Ollama’s embeddings, by the cache service’s embedder',
    roles: ['query'],
    speaks: 'ollama',
    body: json(ollamaEmbedSchema),
    replies: [json(ollamaEmbedReplySchema)],
    errors: ['UNAVAILABLE'],
  },
  'POST /api/embeddings': {
    summary: 'Ollama’s older embedding of one text',
    roles: ['query'],
    speaks: 'ollama',
    body: json(ollamaEmbeddingsSchema),
    replies: [json(ollamaEmbeddingsReplySchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'POST /api/pull': {
    summary: 'Bring a model of the catalogue to this machine, unless it is served; a stream of progress unless `stream` is false',
    speaks: 'ollama',
    roles: ['operate'],
    body: json(ollamaPullSchema),
    replies: [json(ollamaPullLineSchema), lines(ollamaPullLineSchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'],
  },
  'POST /api/show': {
    summary: 'What is known of a model',
    roles: ['query'],
    speaks: 'ollama',
    body: json(ollamaShowSchema),
    replies: [json(ollamaShowReplySchema)],
    errors: ['NOT_FOUND', 'UNAVAILABLE'],
  },
  'GET /api/tags': {
    summary: 'The models of all backends',
    roles: ['query'],
    speaks: 'ollama',
    replies: [json(ollamaTagsSchema)],
    errors: ['UNAVAILABLE'],
  },
  'GET /api/ps': { summary: 'The models that serve', roles: ['query'], speaks: 'ollama', replies: [json(ollamaPsSchema)] },
  'GET /api/version': {
    summary: 'The version of Ollama whose API is spoken',
    roles: ['query'],
    speaks: 'ollama',
    replies: [json(ollamaVersionSchema)],
  },
} as const satisfies RouteTable;

export const INFERENCE_ROUTES = {
  ...SERVICE_ROUTES,
  ...OPENAI_ROUTES,
  ...ANTHROPIC_ROUTES,
  ...OLLAMA_ROUTES,
  'GET /backends': { summary: 'The backends and what they are doing', roles: ['query', 'operate'], replies: [json(backendListSchema)] },
  'GET /backends/events': {
    summary: 'The backends as they are, then each change of one, until the client leaves',
    roles: ['query', 'operate'],
    replies: [events(z.union([backendListSchema, backendEventSchema]))],
  },
  'POST /backends/switch': {
    summary: 'Make a backend the active one; answers when it serves',
    roles: ['operate'],
    body: json(backendSwitchRequestSchema),
    replies: [json(backendSwitchReplySchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION', 'UNAVAILABLE'],
  },
  'GET /hardware': {
    summary: 'What an engine started on this machine would find',
    roles: ['operate'],
    replies: [json(hardwareInfoSchema)],
  },
  'POST /hardware/allocate': {
    summary: 'Which cards could hold a model',
    roles: ['operate'],
    body: json(allocationRequestSchema),
    replies: [json(deviceAllocationSchema)],
  },
  'POST /kv-cache/plan': {
    summary: 'How a model is best run on one card',
    roles: ['operate'],
    body: json(kvPlanRequestSchema),
    replies: [json(vramPlanSchema)],
    errors: ['NOT_FOUND', 'FAILED_PRECONDITION'],
  },
} as const satisfies RouteTable;
