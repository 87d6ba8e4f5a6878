import { z } from 'zod';
import { documentSearchRequestSchema, passageSchema } from '../messages/persistence.js';
import { askedDocumentsSchema } from './query.js';

const { mode } = documentSearchRequestSchema.shape;

/** Passages alone, without an answer. */
export const searchRequestSchema = z
  .strictObject({
    query: z.string().trim().min(1, 'must not be empty').max(32_000),
    /** `text`: by words; `vector`: by meaning; `hybrid`: by both, fused by reciprocal rank. */
    mode,
    limit: z.number().int().positive().max(50).default(10),
    ...askedDocumentsSchema.shape,
  })
  .meta({ id: 'SearchRequest' });
export type SearchRequest = z.infer<typeof searchRequestSchema>;

/** Best first. `score` compares passages of one search only; `similarity` is the cosine, where the vector index found the passage. */
export const searchReplySchema = z
  .object({
    query: z.string(),
    /** `text` in place of `hybrid` while the embedder can't be asked. */
    mode: mode.unwrap(),
    passages: z.array(passageSchema),
    /** Of the corpus that was searched. */
    epoch: z.number().int(),
  })
  .meta({ id: 'SearchReply' });
export type SearchReply = z.infer<typeof searchReplySchema>;
