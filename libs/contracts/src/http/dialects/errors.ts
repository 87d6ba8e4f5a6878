import { z, type ZodType } from 'zod';
import { wireErrorSchema } from '../../primitives/error-code.js';

/** Whose clients a route is made for: they read its errors. */
export type Dialect = 'docmind' | 'openai' | 'anthropic' | 'ollama';

export const errorReplySchema = z.object({ error: wireErrorSchema }).meta({ id: 'Error' });

/** What our errors and OpenAI's have in common: all that a person is shown. */
export const errorMessageSchema = z.object({ error: z.object({ message: z.string() }) });

/** What OpenAI's clients read. */
export const openAiErrorReplySchema = z
  .object({ error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }) })
  .meta({ id: 'OpenAiError' });
export type OpenAiErrorReply = z.infer<typeof openAiErrorReplySchema>;

/** What Anthropic's clients read. */
export const anthropicErrorReplySchema = z
  .object({ type: z.literal('error'), error: z.object({ type: z.string(), message: z.string() }) })
  .meta({ id: 'AnthropicError' });
export type AnthropicErrorReply = z.infer<typeof anthropicErrorReplySchema>;

/** Ollama's clients read a text where others read an object. */
export const ollamaErrorReplySchema = z.object({ error: z.string() }).meta({ id: 'OllamaError' });

/** What a failure looks like, by the dialect. */
export const ERROR_REPLIES: Readonly<Record<Dialect, ZodType>> = {
  docmind: errorReplySchema,
  openai: openAiErrorReplySchema,
  anthropic: anthropicErrorReplySchema,
  ollama: ollamaErrorReplySchema,
};
