import { type embedReplySchema, type embedRequestSchema, encodeVector } from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import type { z } from 'zod';
import type { Embedder } from './vectors/embedder.port.js';

type EmbedRequest = z.infer<typeof embedRequestSchema>;
type EmbedReply = z.infer<typeof embedReplySchema>;

/** Vectors for others: retrieval asks with `query`, documents answer with `passage`. Here a fault is an error: there is nothing to fall back on. */
export class EmbeddingService {
  constructor(private readonly embedder: Embedder) {}

  async embed({ texts, kind }: EmbedRequest, context: RequestContext): Promise<EmbedReply> {
    const vectors = await Promise.all(texts.map((text) => this.embedder.embed(text, kind, context.signal)));
    return { embedder: this.embedder.id, dimensions: this.embedder.dimensions, vectors: vectors.map(encodeVector) };
  }
}
