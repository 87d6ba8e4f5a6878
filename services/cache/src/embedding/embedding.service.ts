import { setImmediate } from 'node:timers/promises';
import {
  type Alignment,
  type alignReplySchema,
  type alignRequestSchema,
  type embedReplySchema,
  type embedRequestSchema,
  encodeVector,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { align } from './vectors/alignment.policy.js';
import { Embedder } from './vectors/embedder.port.js';
import { KeptTokenVectors } from './vectors/token-vectors.js';

type EmbedRequest = z.infer<typeof embedRequestSchema>;
type EmbedReply = z.infer<typeof embedReplySchema>;
type AlignRequest = z.infer<typeof alignRequestSchema>;
type AlignReply = z.infer<typeof alignReplySchema>;

/** Vectors for others: retrieval asks with `query`, documents answer with `passage`. Here a fault is an error: there is nothing to fall back on. */
@Injectable()
export class EmbeddingService {
  constructor(
    private readonly embedder: Embedder,
    private readonly tokens: KeptTokenVectors,
  ) {}

  async embed({ texts, kind }: EmbedRequest, context: RequestContext): Promise<EmbedReply> {
    const vectors = await Promise.all(texts.map((text) => this.embedder.embed(text, kind, context.signal)));
    return { embedder: this.embedder.id, dimensions: this.embedder.dimensions, vectors: vectors.map(encodeVector) };
  }

  /** How well each text's tokens answer to the question's, in the order of the texts. */
  async align({ question, texts }: AlignRequest): Promise<AlignReply> {
    const asked = await this.tokens.of(question);
    const vectors = await Promise.all(texts.map((text) => this.tokens.of(text)));
    const alignments: Alignment[] = [];
    for (const text of vectors) {
      alignments.push(align(asked, text));
      // Two texts as long as the embedder's window take up to 0.2 s; whoever else asks comes in between.
      await setImmediate();
    }
    return { embedder: this.embedder.id, alignments };
  }
}
