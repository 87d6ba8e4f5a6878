import { z } from 'zod';
import { MAX_PROMPT_CHARS } from '../../messages/message-content.js';
import { embeddingRequestSchema } from './openai.js';

const text = z.string().max(MAX_PROMPT_CHARS);
const common = {
  model: z.string().min(1).max(256),
  stream: z.boolean().nullish(),
  format: z.union([z.literal(''), z.literal('json'), z.record(z.string(), z.unknown())]).nullish(),
  options: z.record(z.string(), z.unknown()).nullish(),
  /** Whether, or how hard, a reasoning model thinks before it answers. */
  think: z.union([z.boolean(), z.enum(['low', 'medium', 'high'])]).nullish(),
  /** 0 on an empty request asks for the model to be let go. */
  keep_alive: z.union([z.string().max(32), z.number()]).nullish(),
};
/** Base64, without a data URL's head. */
const images = z.array(z.string().max(16_000_000)).max(16).nullish();
export const ollamaToolCallSchema = z.looseObject({
  id: z.string().max(256).optional(),
  function: z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
});
export type OllamaToolCall = z.infer<typeof ollamaToolCallSchema>;
const message = z.looseObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: text.nullish().transform((content) => content ?? ''),
  thinking: text.nullish(),
  tool_calls: z.array(ollamaToolCallSchema).max(128).nullish(),
  /** Of a tool's result: which call it answers, and of which tool. */
  tool_call_id: z.string().max(256).nullish(),
  tool_name: z.string().max(256).nullish(),
  images,
});

export const ollamaChatSchema = z
  .looseObject({
    ...common,
    messages: z.array(message).max(2_000),
    tools: z.array(z.looseObject({ type: z.string() })).nullish(),
  })
  .meta({ id: 'OllamaChat' });
export type OllamaChat = z.infer<typeof ollamaChatSchema>;

export const ollamaGenerateSchema = z
  .looseObject({
    ...common,
    prompt: text.nullish().transform((prompt) => prompt ?? ''),
    system: text.nullish(),
    images,
    raw: z.literal(false, 'a prompt without the template goes to POST /v1/completions').nullish(),
    suffix: z.literal('', 'text to fill in before a suffix is not supported; leave suffix out').nullish(),
    template: z.literal('', "the model's own template is used; leave template out").nullish(),
    context: z.array(z.never(), 'no context is kept here; send the earlier turns to /api/chat').max(0).nullish(),
  })
  .meta({ id: 'OllamaGenerate' });
export type OllamaGenerate = z.infer<typeof ollamaGenerateSchema>;

export const ollamaShowSchema = z.looseObject({ model: z.string().min(1).max(256).optional(), name: z.string().max(256).optional() });
export type OllamaShow = z.infer<typeof ollamaShowSchema>;

export const ollamaEmbedSchema = embeddingRequestSchema.pick({ model: true, input: true, dimensions: true, truncate: true });
export type OllamaEmbed = z.infer<typeof ollamaEmbedSchema>;

/** Ollama's older form, of one text. */
export const ollamaEmbeddingsSchema = z
  .looseObject({ model: z.string().min(1).max(256), prompt: z.string().min(1, 'must not be empty').max(32_000) })
  .meta({ id: 'OllamaEmbeddings' });
export type OllamaEmbeddings = z.infer<typeof ollamaEmbeddingsSchema>;
export const ollamaEmbeddingsReplySchema = z.object({ embedding: z.array(z.number()) });
export type OllamaEmbeddingsReply = z.infer<typeof ollamaEmbeddingsReplySchema>;

export const ollamaPullSchema = z
  .looseObject({ model: z.string().min(1).max(256).optional(), name: z.string().max(256).optional(), stream: z.boolean().nullish() })
  .meta({ id: 'OllamaPull' });
export type OllamaPull = z.infer<typeof ollamaPullSchema>;
export const ollamaPullLineSchema = z.object({
  status: z.string(),
  digest: z.string().optional(),
  total: z.number().int().optional(),
  completed: z.number().int().optional(),
});
export type OllamaPullLine = z.infer<typeof ollamaPullLineSchema>;

/** Times in nanoseconds; only the last of a stream has them. */
const figures = {
  model: z.string(),
  created_at: z.iso.datetime(),
  done: z.boolean(),
  done_reason: z.enum(['stop', 'length', 'load', 'unload']).optional(),
  total_duration: z.number().int().optional(),
  load_duration: z.number().int().optional(),
  prompt_eval_count: z.number().int().optional(),
  prompt_eval_duration: z.number().int().optional(),
  eval_count: z.number().int().optional(),
  eval_duration: z.number().int().optional(),
};
export const ollamaChatReplySchema = z
  .object({
    ...figures,
    message: z.object({
      role: z.literal('assistant'),
      content: z.string(),
      thinking: z.string().optional(),
      tool_calls: z.array(ollamaToolCallSchema).optional(),
    }),
  })
  .meta({ id: 'OllamaChatReply' });
export type OllamaChatReply = z.infer<typeof ollamaChatReplySchema>;
export const ollamaGenerateReplySchema = z
  .object({ ...figures, response: z.string(), thinking: z.string().optional() })
  .meta({ id: 'OllamaGenerateReply' });
export type OllamaGenerateReply = z.infer<typeof ollamaGenerateReplySchema>;
export const ollamaEmbedReplySchema = z.object({
  model: z.string(),
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.number().int(),
});
export type OllamaEmbedReply = z.infer<typeof ollamaEmbedReplySchema>;

/** What is known of a model that another program may hold. */
export const ollamaModelSchema = z
  .object({
    name: z.string(),
    model: z.string(),
    modified_at: z.iso.datetime(),
    size: z.number().int(),
    digest: z.string(),
    details: z.object({
      parent_model: z.string(),
      format: z.string(),
      family: z.string(),
      families: z.array(z.string()),
      parameter_size: z.string(),
      quantization_level: z.string(),
      context_length: z.number().int().optional(),
    }),
  })
  .meta({ id: 'OllamaModel' });
export type OllamaModel = z.infer<typeof ollamaModelSchema>;
export const ollamaTagsSchema = z.object({ models: z.array(ollamaModelSchema) });
export type OllamaTags = z.infer<typeof ollamaTagsSchema>;
export const ollamaPsSchema = z.object({ models: z.array(ollamaModelSchema.extend({ size_vram: z.number().int() })) });
export type OllamaPs = z.infer<typeof ollamaPsSchema>;
export const ollamaShowReplySchema = ollamaModelSchema.extend({
  modelfile: z.string(),
  parameters: z.string(),
  template: z.string(),
  model_info: z.record(z.string(), z.unknown()),
  capabilities: z.array(z.string()),
});
export type OllamaShowReply = z.infer<typeof ollamaShowReplySchema>;
export const ollamaVersionSchema = z.object({ version: z.string() });
export type OllamaVersion = z.infer<typeof ollamaVersionSchema>;
