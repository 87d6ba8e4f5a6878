import { z } from 'zod';
import { contentSchema, MAX_PROMPT_CHARS } from './message-content.js';
import { defineCall, defineStream, repeatable } from './contract.js';

/** OpenAI's limit of `top_logprobs`. */
export const MAX_TOKEN_CHOICES = 20;

export const toolCallSchema = z
  .looseObject({
    id: z.string().max(256),
    type: z.literal('function'),
    function: z.looseObject({ name: z.string().max(256), arguments: z.string().max(MAX_PROMPT_CHARS) }),
  })
  .meta({ id: 'ToolCall' });
export type ToolCall = z.infer<typeof toolCallSchema>;

/** Fields this list doesn't name pass through to engines that take them. */
export const chatMessageSchema = z
  .looseObject({
    role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
    /** Empty where an assistant only calls tools. */
    content: contentSchema.nullish().transform((content) => content ?? ''),
    name: z.string().max(128).optional(),
    tool_calls: z.array(toolCallSchema).max(128).nullish(),
    tool_call_id: z.string().max(256).nullish(),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof chatMessageSchema>;
/** A message that is text and nothing else. */
export type TextMessage = ChatMessage & { content: string };

const jsonSchema = z.record(z.string(), z.unknown());
const givenFormatSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  /** With a schema it is llama-server's and others' form of `json_schema`. */
  z.object({ type: z.literal('json_object'), schema: jsonSchema.nullish() }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({ name: z.string(), schema: jsonSchema, strict: z.boolean().nullish() }),
  }),
]);
type GivenFormat = z.infer<typeof givenFormatSchema>;
type ResponseFormat = Exclude<GivenFormat, { type: 'json_object' }> | { type: 'json_object' };

/** In the form that every engine knows. */
export const responseFormatSchema = givenFormatSchema.transform((format): ResponseFormat => {
  if (format.type !== 'json_object') return format;
  return format.schema ? { type: 'json_schema', json_schema: { name: 'answer', schema: format.schema } } : { type: 'json_object' };
});

/** OpenAI's chat completion request. Parameters this list doesn't name pass through to engines that take them. */
export const chatRequestSchema = z
  .looseObject({
    model: z.string().min(1).max(256),
    messages: z.array(chatMessageSchema).min(1, 'needs at least one message').max(2_000),
    max_tokens: z.number().int().positive().nullish(),
    max_completion_tokens: z.number().int().positive().nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().gt(0).max(1).nullish(),
    logprobs: z.boolean().nullish(),
    top_logprobs: z.number().int().nonnegative().nullish(),
    seed: z.number().int().nullish(),
    stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
    response_format: responseFormatSchema.nullish(),
    tools: z
      .array(z.looseObject({ type: z.string() }))
      .max(128)
      .nullish(),
    tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish(),
    n: z.literal(1).nullish(),
    user: z.string().max(256).nullish(),
  })
  .meta({ id: 'ChatRequest' });
export type ChatRequest = z.infer<typeof chatRequestSchema>;

export const usageSchema = z
  .object({
    prompt_tokens: z.number().int().nonnegative(),
    completion_tokens: z.number().int().nonnegative(),
    total_tokens: z.number().int().nonnegative(),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof usageSchema>;

export const finishReasonSchema = z.enum(['stop', 'length', 'content_filter', 'tool_calls']);
export type FinishReason = z.infer<typeof finishReasonSchema>;

/** What the context manager left out of a prompt that was too long for the model's window. */
export const contextTrimSchema = z.object({
  promptTokens: z.number().int().nonnegative(),
  keptTokens: z.number().int().nonnegative(),
  droppedTokens: z.number().int().nonnegative(),
});
export type ContextTrim = z.infer<typeof contextTrimSchema>;

/** What the first token could have been, the likeliest first. */
const firstTokenSchema = z.array(z.object({ text: z.string(), logprob: z.number() })).max(MAX_TOKEN_CHOICES);
export type TokenChoices = z.infer<typeof firstTokenSchema>;

/** What one generation produced. `timeToFirstTokenMs` and `totalMs` are measured at the engine. */
export const chatReplySchema = z.object({
  id: z.string(),
  model: z.string(),
  /** The name of the backend that answered. */
  backend: z.string(),
  created: z.number().int(),
  content: z.string(),
  thinking: z.string().optional(),
  finishReason: finishReasonSchema,
  usage: usageSchema,
  timeToFirstTokenMs: z.number().nonnegative(),
  totalMs: z.number().nonnegative(),
  toolCalls: z.array(toolCallSchema).optional(),
  contextTrim: contextTrimSchema.optional(),
  firstToken: firstTokenSchema.optional(),
});
export type ChatReply = z.infer<typeof chatReplySchema>;

/** Beyond it a model is as sure as it can be, and says nothing more by being surer. */
const SUREST = 8;
/** What a bare word stands for, where an engine tells no probabilities. */
const OF_A_WORD = 3;
/** A model that says neither word with this chance has not answered. */
const LEAST_CHANCE = 0.05;

/** Log-odds of one word against another in a reply of one token; undefined where the model says neither. Both in lower case. */
export function oddsOfWords(
  { content, firstToken }: Pick<ChatReply, 'content' | 'firstToken'>,
  word: string,
  other: string,
): number | undefined {
  if (firstToken === undefined) return oddsOfContent(content, word, other);
  const chanceOf = (wanted: string): number =>
    firstToken.reduce((sum, { text, logprob }) => sum + (text.trim().toLowerCase() === wanted ? Math.exp(logprob) : 0), 0);
  const [one, against] = [chanceOf(word), chanceOf(other)];
  if (one + against < LEAST_CHANCE) return undefined;
  return Math.max(-SUREST, Math.min(SUREST, Math.log((one + 1e-6) / (against + 1e-6))));
}

function oddsOfContent(content: string, word: string, other: string): number | undefined {
  const said = /\p{L}+/u.exec(content)?.[0].toLowerCase();
  if (said === word) return OF_A_WORD;
  return said === other ? -OF_A_WORD : undefined;
}

/** A stream is any number of `delta` frames and exactly one `done` frame at the end. */
export const chatFrameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('delta'),
    content: z.string(),
    /** What a reasoning model writes before its answer; `content` is then empty. */
    thinking: z.string().optional(),
    /** In the first frame, for who leaves before the last: whose words these are. */
    by: z.object({ backend: z.string(), model: z.string() }).optional(),
  }),
  z.object({
    type: z.literal('done'),
    id: z.string(),
    model: z.string(),
    backend: z.string(),
    finishReason: finishReasonSchema,
    usage: usageSchema,
    timeToFirstTokenMs: z.number().nonnegative(),
    totalMs: z.number().nonnegative(),
    toolCalls: z.array(toolCallSchema).optional(),
    contextTrim: contextTrimSchema.optional(),
    /** Asked for with `logprobs`, where the engine tells. */
    firstToken: firstTokenSchema.optional(),
  }),
]);
export type ChatFrame = z.infer<typeof chatFrameSchema>;

export const tokenCountRequestSchema = z.object({
  model: z.string().min(1).max(256).optional(),
  texts: z.array(z.string().max(MAX_PROMPT_CHARS)).min(1).max(1_000),
});
export const tokenCountReplySchema = z.object({ counts: z.array(z.number().int().nonnegative()) });

/** A whole conversation, as the model would see it: with its template and the tools. */
export const promptCountRequestSchema = chatRequestSchema.pick({ messages: true, tools: true });
export type PromptCountRequest = z.infer<typeof promptCountRequestSchema>;
export const promptCountReplySchema = z.object({ count: z.number().int().nonnegative() });

export const modelInfoSchema = z.object({
  id: z.string(),
  ownedBy: z.string(),
  contextLength: z.number().int().positive().optional(),
  /** Of the model's file, where the engine reads it itself. */
  sha256: z.string().optional(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

export const inferenceChatComplete = repeatable(defineCall('inference.chat.complete', chatRequestSchema, chatReplySchema));
export const inferenceChatStream = repeatable(defineStream('inference.chat.stream', chatRequestSchema, chatFrameSchema));
export const inferenceTokensCount = repeatable(defineCall('inference.tokens.count', tokenCountRequestSchema, tokenCountReplySchema));
export const inferencePromptCount = repeatable(defineCall('inference.prompt.count', promptCountRequestSchema, promptCountReplySchema));
export const inferenceModelsList = repeatable(
  defineCall('inference.models.list', z.object({}), z.object({ models: z.array(modelInfoSchema) })),
);
