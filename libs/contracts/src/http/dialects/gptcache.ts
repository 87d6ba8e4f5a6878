import { z } from 'zod';

const prompt = z.string().max(32_000);
export const gptCachePutSchema = z.object({ prompt, answer: z.string().max(200_000).nullish() });
export const gptCacheGetSchema = z.object({ prompt });
export type GptCachePut = z.infer<typeof gptCachePutSchema>;
export type GptCacheGet = z.infer<typeof gptCacheGetSchema>;
/** `answer` is null on a miss. */
export const gptCacheReplySchema = z.object({ prompt: z.string(), answer: z.string().nullable() });
export type GptCacheReply = z.infer<typeof gptCacheReplySchema>;
