import { z } from 'zod';
import { chatMessageSchema, finishReasonSchema, toolCallSchema, usageSchema } from '../../messages/inference.js';
import { MAX_PROMPT_CHARS } from '../../messages/message-content.js';

/** What an engine tells beside the three counts passes through, such as how much of the prompt it had in its cache. */
const openUsageSchema = z.looseObject(usageSchema.shape).nullish();
const head = { id: z.string(), created: z.number().int(), model: z.string() };

/** OpenAI's answer. Engines that speak this format are passed through with the fields that they add. */
export const chatCompletionSchema = z
  .looseObject({
    ...head,
    object: z.literal('chat.completion'),
    choices: z.array(
      z.looseObject({
        index: z.number().int(),
        message: z.looseObject({
          role: z.literal('assistant'),
          content: z.string().nullish(),
          tool_calls: z.array(toolCallSchema).nullish(),
        }),
        finish_reason: finishReasonSchema.nullable(),
      }),
    ),
    usage: openUsageSchema,
  })
  .meta({ id: 'ChatCompletion' });

export const chatCompletionChunkSchema = z
  .looseObject({
    ...head,
    object: z.literal('chat.completion.chunk'),
    choices: z.array(
      z.looseObject({
        index: z.number().int(),
        delta: z.looseObject({ role: z.string().optional(), content: z.string().nullish() }),
        finish_reason: finishReasonSchema.nullish(),
      }),
    ),
    usage: openUsageSchema,
  })
  .meta({ id: 'ChatCompletionChunk' });

export const openAiModelSchema = z
  .object({
    id: z.string(),
    object: z.literal('model'),
    created: z.number().int(),
    owned_by: z.string(),
    /** vLLM's: the context window in tokens. */
    max_model_len: z.number().int().positive().optional(),
  })
  .meta({ id: 'Model' });
export type OpenAiModel = z.infer<typeof openAiModelSchema>;
export const openAiModelListSchema = z.object({ object: z.literal('list'), data: z.array(openAiModelSchema) });
export type OpenAiModelList = z.infer<typeof openAiModelListSchema>;

/** OpenAI's older form, of text without roles. */
export const textRequestSchema = z
  .looseObject({
    model: z.string().min(1).max(256),
    prompt: z.union([z.string().max(MAX_PROMPT_CHARS), z.tuple([z.string().max(MAX_PROMPT_CHARS)]).transform(([only]) => only)]),
    max_tokens: z.number().int().positive().nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().gt(0).max(1).nullish(),
    seed: z.number().int().nullish(),
    stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
    stream: z.boolean().nullish(),
    stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
    n: z.literal(1).nullish(),
  })
  .meta({ id: 'TextRequest' });
export type TextRequest = z.infer<typeof textRequestSchema>;
export const textCompletionSchema = z
  .looseObject({
    ...head,
    object: z.literal('text_completion'),
    choices: z.array(z.looseObject({ index: z.number().int(), text: z.string(), finish_reason: z.string().nullish() })),
    usage: openUsageSchema,
  })
  .meta({ id: 'TextCompletion' });

const embeddedText = z.string().min(1, 'must not be empty').max(32_000);
export const embeddingInputSchema = z.union(
  [embeddedText.transform((one) => [one]), z.array(embeddedText).min(1).max(2_048)],
  'must be a text or a list of texts (another model’s tokens mean nothing here: LangChain’s check_embedding_ctx_length=False sends texts)',
);
export const embeddingRequestSchema = z
  .looseObject({
    model: z.string().min(1).max(256),
    input: embeddingInputSchema,
    encoding_format: z.enum(['float', 'base64'], 'must be float or base64').nullish(),
    dimensions: z.never('this embedder has one size only; leave dimensions out').optional(),
    /** Whether the beginning will do of a text that is longer than the embedder reads; else it is refused. */
    truncate: z.boolean().nullish(),
  })
  .meta({ id: 'EmbeddingRequest' });
export type EmbeddingRequest = z.infer<typeof embeddingRequestSchema>;
export const embeddingListSchema = z
  .object({
    object: z.literal('list'),
    data: z.array(
      z.object({
        object: z.literal('embedding'),
        index: z.number().int(),
        /** Numbers, or base64 of little-endian floats. */
        embedding: z.union([z.array(z.number()), z.string()]),
      }),
    ),
    model: z.string(),
    usage: z.object({ prompt_tokens: z.number().int(), total_tokens: z.number().int() }),
  })
  .meta({ id: 'EmbeddingList' });
export type EmbeddingList = z.infer<typeof embeddingListSchema>;

const model = z.string().min(1).max(256).optional();
/** vLLM's. */
export const tokenizeRequestSchema = z.union(
  [
    z.object({ model, prompt: z.string().max(MAX_PROMPT_CHARS) }),
    z.object({ model, messages: z.array(chatMessageSchema).min(1).max(2_000) }),
  ],
  'must be {"prompt": text} or {"messages": [...]}',
);
export type TokenizeRequest = z.infer<typeof tokenizeRequestSchema>;
export const tokenizeReplySchema = z.object({
  count: z.number().int().nonnegative(),
  max_model_len: z.number().int().positive().nullable(),
  tokens: z.array(z.number().int()).readonly(),
});
export type TokenizeReply = z.infer<typeof tokenizeReplySchema>;
