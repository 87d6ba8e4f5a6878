// What Jina's, Cohere's, vLLM's and llama-server's clients send to have texts put in order.
import { z } from 'zod';

const text = z.string().min(1, 'must not be empty').max(32_000);
export const rerankRequestSchema = z
  .looseObject({
    model: z.string().min(1).max(256),
    query: text,
    documents: z
      .array(z.union([text, z.looseObject({ text }).transform((given) => given.text)]))
      .min(1)
      .max(1_000),
    top_n: z.number().int().positive().nullish(),
    return_documents: z.boolean().nullish(),
  })
  .meta({ id: 'RerankRequest' });
export type RerankRequest = z.infer<typeof rerankRequestSchema>;

export const rerankReplySchema = z
  .object({
    id: z.string(),
    model: z.string(),
    /** The best first. */
    results: z.array(
      z.object({
        /** In the list that was sent. */
        index: z.number().int(),
        /** The cosine of query and text: it compares texts of one query only. */
        relevance_score: z.number(),
        document: z.object({ text: z.string() }).optional(),
      }),
    ),
    usage: z.object({ total_tokens: z.number().int() }),
  })
  .meta({ id: 'RerankReply' });
export type RerankReply = z.infer<typeof rerankReplySchema>;
