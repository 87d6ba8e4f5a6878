import { z } from 'zod';
import { MAX_PROMPT_CHARS } from '../../messages/inference.js';
import { embeddingRequestSchema } from './openai.js';

const text = z.string().max(MAX_PROMPT_CHARS);
const common = {
  model: z.string().min(1).max(256),
  stream: z.boolean().nullish(),
  format: z.union([z.literal(''), z.literal('json'), z.record(z.string(), z.unknown())]).nullish(),
  options: z.record(z.string(), z.unknown()).nullish(),
};
export const ollamaToolCallSchema = z.looseObject({
  function: z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
});
export type OllamaToolCall = z.infer<typeof ollamaToolCallSchema>;
const message = z.looseObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: text.default(''),
  tool_calls: z.array(ollamaToolCallSchema).optional(),
  images: z.array(z.never('images are not understood here')).optional(),
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
  .looseObject({ ...common, prompt: text.default(''), system: text.nullish() })
  .meta({ id: 'OllamaGenerate' });
export type OllamaGenerate = z.infer<typeof ollamaGenerateSchema>;

export const ollamaShowSchema = z.looseObject({ model: z.string().min(1).max(256).optional(), name: z.string().max(256).optional() });
export type OllamaShow = z.infer<typeof ollamaShowSchema>;

export const ollamaEmbedSchema = embeddingRequestSchema.pick({ model: true, input: true, dimensions: true });
export type OllamaEmbed = z.infer<typeof ollamaEmbedSchema>;

/** Times in nanoseconds; only the last of a stream has them. */
const figures = {
  model: z.string(),
  created_at: z.iso.datetime(),
  done: z.boolean(),
  done_reason: z.enum(['stop', 'length', 'load']).optional(),
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
    message: z.object({ role: z.literal('assistant'), content: z.string(), tool_calls: z.array(ollamaToolCallSchema).optional() }),
  })
  .meta({ id: 'OllamaChatReply' });
export type OllamaChatReply = z.infer<typeof ollamaChatReplySchema>;
export const ollamaGenerateReplySchema = z.object({ ...figures, response: z.string() }).meta({ id: 'OllamaGenerateReply' });
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
