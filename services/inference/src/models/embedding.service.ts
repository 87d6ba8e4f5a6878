import { cacheTextsEmbed, MAX_PROMPT_CHARS } from '@docmind/contracts';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { BackendManager } from '../backends/backend-manager.js';

const text = z.string().min(1, 'must not be empty').max(Math.min(32_000, MAX_PROMPT_CHARS));

export const embeddingInputSchema = z.union(
  [text.transform((one) => [one]), z.array(text).min(1).max(2_048)],
  'must be a text or a list of texts',
);

export const embeddingRequestSchema = z.looseObject({
  model: z.string().min(1).max(256),
  input: embeddingInputSchema,
  encoding_format: z.enum(['float', 'base64'], 'must be float or base64').nullish(),
  dimensions: z.never('this embedder has one size only; leave dimensions out').optional(),
});
export type EmbeddingRequest = z.infer<typeof embeddingRequestSchema>;

export const ollamaEmbedSchema = embeddingRequestSchema.pick({ model: true, input: true, dimensions: true });
export type OllamaEmbed = z.infer<typeof ollamaEmbedSchema>;

/** What one message may carry. */
const BATCH_TEXTS = 64;

export interface Embedded {
  /** The embedder, whatever name was asked for: there is one. */
  readonly model: string;
  /** In the order of the texts; base64 of little-endian floats. */
  readonly vectors: readonly string[];
  readonly promptTokens: number;
}

/** By the cache service's embedder. */
@Injectable()
export class EmbeddingService {
  constructor(
    private readonly client: MessageClient,
    private readonly backends: BackendManager,
  ) {}

  /** @throws AppError UNAVAILABLE when no cache service answers */
  async embed(input: readonly string[], context: RequestContext): Promise<Embedded> {
    const vectors: string[] = [];
    let model = '';
    for (let at = 0; at < input.length; at += BATCH_TEXTS) {
      const texts = input.slice(at, at + BATCH_TEXTS);
      const reply = await this.client.call(cacheTextsEmbed, { texts, kind: 'passage' }, context);
      model = reply.embedder;
      vectors.push(...reply.vectors);
    }
    return { model, vectors, promptTokens: await this.tokensOf(input, context) };
  }

  /** By the chat model's tokenizer, the only one here; 0 where it can't be asked. */
  private async tokensOf(texts: readonly string[], { signal }: RequestContext): Promise<number> {
    const counting = this.backends.active.engine.countTokens(texts, signal);
    const counts = await counting.catch(() => [] as number[]);
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
