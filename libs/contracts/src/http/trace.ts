import { z } from 'zod';
import { usageSchema } from '../messages/inference.js';
import { ACTORS, AGENTS, askedEngineSchema, cacheOutcomeSchema, OUTPUT_MODES, ROUTES, validationSchema } from './query.js';

const elapsedMs = z.number().nonnegative();

/** One message between the agents, in the form of OpenAI's. Each tool call has exactly one message of role `tool` with its id. */
export const traceMessageSchema = z.object({
  role: z.enum(['user', 'assistant', 'system', 'tool']),
  /** Who says it; the tool's name where a tool does. */
  name: z.string().optional(),
  content: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })).optional(),
  toolCallId: z.string().optional(),
  /** The message was longer. */
  isCut: z.literal(true).optional(),
});
export type TraceMessage = z.infer<typeof traceMessageSchema>;

/** `atMs` and `startedAtMs` count from the start of the agents' work. */
export const handoffSchema = z.object({
  to: z.enum(AGENTS),
  why: z.string(),
  atMs: elapsedMs,
  /** From the decision to the first step of the agent's work. */
  durationMs: elapsedMs,
});
export type Handoff = z.infer<typeof handoffSchema>;

export const toolCallRecordSchema = z.object({
  id: z.string(),
  agent: z.enum(ACTORS),
  tool: z.string(),
  /** JSON. */
  arguments: z.string(),
  outcome: z.enum(['done', 'failed', 'timed_out', 'refused']),
  /** What came back in a few words, or why nothing did. */
  result: z.string(),
  startedAtMs: elapsedMs,
  durationMs: elapsedMs,
});
export type ToolCallRecord = z.infer<typeof toolCallRecordSchema>;

/** What one agent spent for one purpose at one engine, by the engine's own usage. */
export const tokenUseSchema = z.object({
  ...askedEngineSchema.shape,
  agent: z.enum(ACTORS),
  purpose: z.string(),
  calls: z.number().int().positive(),
  usage: usageSchema,
});
export type TokenUse = z.infer<typeof tokenUseSchema>;

export const routeDecisionSchema = z.object({
  route: z.enum(ROUTES),
  complexity: z.enum(['simple', 'complex']),
  why: z.string(),
  decidedBy: z.enum(['policy', 'model']),
});

/** The settings that the agents worked under. */
export const graphOptionsSchema = z.object({
  supervisor: z.boolean(),
  parallelToolCalls: z.boolean(),
  maxParallelCalls: z.number().int().positive(),
  handoffBackMessages: z.boolean(),
  forwardMessageTool: z.boolean(),
  outputMode: z.enum(OUTPUT_MODES),
  coordinationTimeoutMs: z.number().int().positive(),
});
export type GraphOptions = z.infer<typeof graphOptionsSchema>;

export const agentsTraceSchema = z.object({
  messages: z.array(traceMessageSchema),
  handoffs: z.array(handoffSchema),
  toolCalls: z.array(toolCallRecordSchema),
  agents: z.array(z.object({ agent: z.enum(AGENTS), startedAtMs: elapsedMs, durationMs: elapsedMs })),
  tokens: z.array(tokenUseSchema),
  /** What passed between the agents' turns and before the first. */
  coordinationMs: elapsedMs,
  /** Messages and tool calls that were left out because there were too many. */
  leftOut: z.number().int().nonnegative(),
});
export type AgentsTrace = z.infer<typeof agentsTraceSchema>;

/** How an answer came about. Of an answer from the cache only the route and the cache's decision are there. */
export const queryTraceSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    question: z.string(),
    sessionId: z.string().optional(),
    totalMs: elapsedMs,
    routing: routeDecisionSchema,
    cache: cacheOutcomeSchema,
    validation: validationSchema.pick({ mode: true, grounded: true, answers: true, problems: true }),
    options: graphOptionsSchema,
    ...agentsTraceSchema.shape,
    usage: usageSchema,
  })
  .meta({ id: 'QueryTrace' });
export type QueryTrace = z.infer<typeof queryTraceSchema>;
