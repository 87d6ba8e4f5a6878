import { z } from 'zod';
import { usageSchema } from '../messages/inference.js';
import { citationSchema, identifierSchema } from '../primitives.js';

export const AGENTS = ['query_router', 'query_planner', 'retrieval_expert', 'result_synthesizer', 'response_validator'] as const;
export type AgentName = (typeof AGENTS)[number];

export const queryRequestSchema = z.strictObject({
  question: z.string().trim().min(1, 'must not be empty').max(32_000),
  sessionId: identifierSchema.optional(),
  namespace: identifierSchema.optional(),
  stream: z.boolean().optional(),
  /** `bypass` neither reads nor writes the cache. */
  cache: z.enum(['use', 'bypass']).optional(),
  maxTokens: z.number().int().positive().max(4_096).optional(),
});
export type QueryRequest = z.infer<typeof queryRequestSchema>;

export const cacheOutcomeSchema = z.object({
  result: z.enum(['exact', 'semantic', 'miss', 'bypass']),
  why: z.string(),
  similarity: z.number().optional(),
  probability: z.number().optional(),
  ageSeconds: z.number().optional(),
  entry: z.string().optional(),
});
export type CacheOutcome = z.infer<typeof cacheOutcomeSchema>;

export const validationSchema = z.object({
  grounded: z.boolean(),
  /** `extractive`: the model's answer failed the check and the passages themselves are the answer. */
  mode: z.enum(['generated', 'extractive', 'chat']),
  problems: z.array(z.string()),
});
export type Validation = z.infer<typeof validationSchema>;

export const queryReplySchema = z.object({
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
});
export type QueryReply = z.infer<typeof queryReplySchema>;
