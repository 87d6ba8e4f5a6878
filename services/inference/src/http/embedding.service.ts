import { cacheTextsEmbed, decodeVector, MAX_PROMPT_CHARS } from '@docmind/contracts';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { BackendManager } from '../backends/backend-manager.js';

const text = z.string().min(1, 'must not be empty').max(Math.min(32_000, MAX_PROMPT_CHARS));

export const embeddingRequestSchema = z.looseObject({
  model: z.string().min(1).max(256),
  input: z.union([text.transform((one) => [one]), z.array(text).min(1).max(2_048)], 'must be a text or a list of texts'),
  encoding_format: z.enum(['float', 'base64'], 'must be float or base64').nullish(),
  dimensions: z.never('this embedder has one size only; leave dimensions out').optional(),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequestSchema>;

/** What one message may carry. */
const BATCH_TEXTS = 64;

/** OpenAI's embeddings, by the cache service's embedder. `model` may be any name: there is one embedder. */
@Injectable()
export class EmbeddingService {
  constructor(
    private readonly client: MessageClient,
    private readonly backends: BackendManager,
  ) {}

  /** @throws AppError UNAVAILABLE when no cache service answers */
  async embed({ input, encoding_format }: EmbeddingRequest, context: RequestContext): Promise<object> {
    const data: object[] = [];
    let model = '';
    for (let at = 0; at < input.length; at += BATCH_TEXTS) {
      const texts = input.slice(at, at + BATCH_TEXTS);
      const { vectors, embedder } = await this.client.call(cacheTextsEmbed, { texts, kind: 'passage' }, context);
      model = embedder;
      for (const vector of vectors) {
        // Base64 of little-endian floats is OpenAI's form too.
        const embedding = encoding_format === 'base64' ? vector : [...decodeVector(vector)];
        data.push({ object: 'embedding', index: data.length, embedding });
      }
    }
    const prompt_tokens = await this.tokensOf(input, context);
    return { object: 'list', data, model, usage: { prompt_tokens, total_tokens: prompt_tokens } };
  }

  /** By the chat model's tokenizer, the only one here; 0 where it can't be asked. */
  private async tokensOf(texts: readonly string[], { signal }: RequestContext): Promise<number> {
    const counting = this.backends.active.engine.countTokens(texts, signal);
    const counts = await counting.catch(() => [] as number[]);
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
