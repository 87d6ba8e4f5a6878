import { z } from 'zod';
import { chatRequestSchema, usageSchema } from '../messages/inference.js';
import { citationSchema, identifierSchema } from '../primitives/primitives.js';
import { chatCompletionChunkSchema, chatCompletionSchema } from './dialects/openai.js';

export const AGENTS = ['query_router', 'query_planner', 'retrieval_expert', 'result_synthesizer', 'response_validator'] as const;
export type AgentName = (typeof AGENTS)[number];

export const queryRequestSchema = z
  .strictObject({
    question: z.string().trim().min(1, 'must not be empty').max(32_000),
    sessionId: identifierSchema.optional(),
    namespace: identifierSchema.optional(),
    stream: z.boolean().optional(),
    /** `bypass` neither reads nor writes the cache. */
    cache: z.enum(['use', 'bypass']).optional(),
    maxTokens: z.number().int().positive().max(4_096).optional(),
  })
  .meta({ id: 'QueryRequest' });
export type QueryRequest = z.infer<typeof queryRequestSchema>;

export const cacheOutcomeSchema = z
  .object({
    result: z.enum(['exact', 'semantic', 'miss', 'bypass']),
    why: z.string(),
    similarity: z.number().optional(),
    probability: z.number().optional(),
    ageSeconds: z.number().optional(),
    entry: z.string().optional(),
  })
  .meta({ id: 'CacheOutcome' });
export type CacheOutcome = z.infer<typeof cacheOutcomeSchema>;

export const validationSchema = z
  .object({
    grounded: z.boolean(),
    /** `extractive`: the model's answer failed the check and the passages themselves are the answer. */
    mode: z.enum(['generated', 'extractive', 'chat']),
    problems: z.array(z.string()),
  })
  .meta({ id: 'Validation' });
export type Validation = z.infer<typeof validationSchema>;

export const queryReplySchema = z
  .object({
    id: z.string(),
    question: z.string(),
    answer: z.string(),
    sources: z.array(citationSchema),
    sessionId: z.string().optional(),
    model: z.string(),
    cache: cacheOutcomeSchema,
    validation: validationSchema,
    agents: z.array(z.object({ agent: z.enum(AGENTS), durationMs: z.number() })),
    usage: usageSchema,
    timings: z.object({ timeToFirstTokenMs: z.number(), totalMs: z.number() }),
  })
  .meta({ id: 'QueryReply' });
export type QueryReply = z.infer<typeof queryReplySchema>;

/** Not OpenAI's: how the agents are to answer. */
export const docmindChatRequestSchema = chatRequestSchema.and(
  z.looseObject({ docmind: z.strictObject({ cache: z.enum(['use', 'bypass']).optional() }).nullish() }),
);
export type DocmindChatRequest = z.infer<typeof docmindChatRequestSchema>;

/** Not OpenAI's: where the agents' answer comes from. */
export const docmindExtrasSchema = z.object({ sources: z.array(citationSchema), cache: cacheOutcomeSchema, validation: validationSchema });
export type DocmindExtras = z.infer<typeof docmindExtrasSchema>;
export const docmindCompletionSchema = chatCompletionSchema.extend({ docmind: docmindExtrasSchema }).meta({ id: 'DocmindCompletion' });
export const docmindChunkSchema = chatCompletionChunkSchema
  .extend({ docmind: docmindExtrasSchema.optional() })
  .meta({ id: 'DocmindCompletionChunk' });
