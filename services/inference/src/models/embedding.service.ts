import { cacheTextsEmbed } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import { BackendManager } from '../backends/backend-manager.js';

/** What one message may carry. */
const BATCH_TEXTS = 64;

export interface Embedded {
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

  /** @throws AppError NOT_FOUND for another model than the embedder there is, UNAVAILABLE when no cache service answers */
  async embed(input: readonly string[], asked: string, context: RequestContext): Promise<Embedded> {
    const vectors: string[] = [];
    let model = '';
    for (let at = 0; at < input.length; at += BATCH_TEXTS) {
      const texts = input.slice(at, at + BATCH_TEXTS);
      const reply = await this.client.call(cacheTextsEmbed, { texts, kind: 'passage' }, context);
      model = reply.embedder;
      if (asked !== model) throw unknownModel(asked, model);
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

function unknownModel(asked: string, model: string): AppError {
  return new AppError('NOT_FOUND', `No embedding model "${asked}" is here; this service embeds with "${model}"`, {
    details: { openAiCode: 'model_not_found', model: asked },
  });
}
