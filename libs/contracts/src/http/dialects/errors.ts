import { z } from 'zod';
import { wireErrorSchema } from '../../error-code.js';

/** Whose clients a route is made for: they read its errors. */
export type Dialect = 'docmind' | 'openai' | 'ollama' | 'gptcache';

export const errorReplySchema = z.object({ error: wireErrorSchema }).meta({ id: 'Error' });

/** What OpenAI's clients read. */
export const openAiErrorReplySchema = z
  .object({ error: z.object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() }) })
  .meta({ id: 'OpenAiError' });
export type OpenAiErrorReply = z.infer<typeof openAiErrorReplySchema>;

/** Ollama's clients read a text where others read an object. */
export const ollamaErrorReplySchema = z.object({ error: z.string() }).meta({ id: 'OllamaError' });

/** FastAPI's, in which GPTCache's server is written: a text, or what is wrong with each field. */
export const gptCacheErrorReplySchema = z
  .object({
    detail: z.union([
      z.string(),
      z.array(
        z.object({
          type: z.string(),
          loc: z.array(z.union([z.string(), z.number()])),
          msg: z.string(),
          input: z.unknown(),
          ctx: z.object({ error: z.string() }).optional(),
        }),
      ),
    ]),
  })
  .meta({ id: 'GptCacheError' });
