import { cacheTextsEmbed, decodeVector } from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';

/** What one message may carry. */
const BATCH_TEXTS = 64;

export interface Embedded {
  readonly model: string;
  /** In the order of the texts; base64 of little-endian floats. */
  readonly vectors: readonly string[];
  readonly promptTokens: number;
}

export interface Likeness {
  readonly model: string;
  readonly scores: readonly number[];
  readonly tokens: number;
}

/** By the cache service's embedder. */
@Injectable()
export class EmbeddingService {
  constructor(private readonly client: MessageClient) {}

  /** @throws AppError INVALID_ARGUMENT for a text that is too long and not to be cut, NOT_FOUND for another model than the embedder there is, UNAVAILABLE when no cache service answers */
  async embed(input: readonly string[], asked: string, truncate: boolean, context: RequestContext): Promise<Embedded> {
    const vectors: string[] = [];
    let model = '';
    let promptTokens = 0;
    for (let at = 0; at < input.length; at += BATCH_TEXTS) {
      const texts = input.slice(at, at + BATCH_TEXTS);
      const reply = await this.client.call(cacheTextsEmbed, { texts, kind: 'passage', truncate, count: true }, context);
      model = reply.embedder;
      promptTokens += reply.tokens ?? 0;
      if (asked !== model) throw unknownModel(asked, model);
      vectors.push(...reply.vectors);
    }
    return { model, vectors, promptTokens };
  }

  /** Cosines of the query with each text, in the order of the texts; of a long one its beginning counts. @throws as `embed` does */
  async likeness(query: string, texts: readonly string[], asked: string, context: RequestContext): Promise<Likeness> {
    const { vectors, model, promptTokens } = await this.embed(texts, asked, true, context);
    const reply = await this.client.call(cacheTextsEmbed, { texts: [query], kind: 'query', count: true }, context);
    const looked = decodeVector(reply.vectors[0] ?? '');
    const scores = vectors.map((vector) => decodeVector(vector).reduce((sum, value, at) => sum + value * (looked[at] ?? 0), 0));
    return { model, scores, tokens: promptTokens + (reply.tokens ?? 0) };
  }
}

function unknownModel(asked: string, model: string): AppError {
  return new AppError('NOT_FOUND', `No embedding model "${asked}" is here; this service embeds with "${model}"`, {
    details: { openAiCode: 'model_not_found', model: asked },
  });
}
