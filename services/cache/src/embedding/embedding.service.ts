import { setImmediate } from 'node:timers/promises';
import {
  type Alignment,
  type alignReplySchema,
  type alignRequestSchema,
  type embedReplySchema,
  type embedRequestSchema,
  encodeVector,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { inSpan, type RequestContext } from '@docmind/messaging';
import { embeddingsSpan } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { align } from './vectors/alignment.policy.js';
import { Embedder } from './vectors/embedder.port.js';
import { KeptTokenVectors } from './vectors/token-vectors.js';

type EmbedRequest = z.infer<typeof embedRequestSchema>;
type EmbedReply = z.infer<typeof embedReplySchema>;
type AlignRequest = z.infer<typeof alignRequestSchema>;
type AlignReply = z.infer<typeof alignReplySchema>;

/** A Korean syllable, which is taken apart into its letters; other characters are fewer. */
const MOST_TOKENS_A_CHARACTER = 3;
/** Before the first token and after the last. */
const MARKS = 2;

/** As OpenTelemetry's conventions ask for it: who runs the model. */
const PROVIDER = 'docmind';

/** Vectors for others: retrieval asks with `query`, documents answer with `passage`. Here a fault is an error: there is nothing to fall back on. */
@Injectable()
export class EmbeddingService {
  constructor(
    private readonly embedder: Embedder,
    private readonly tokens: KeptTokenVectors,
  ) {}

  embed(request: EmbedRequest, asker: RequestContext): Promise<EmbedReply> {
    return inSpan(
      asker,
      () => embeddingsSpan(this.embedder.id, PROVIDER),
      (context) => this.vectorsOf(request, context),
    );
  }

  private async vectorsOf({ texts, kind, truncate, count }: EmbedRequest, context: RequestContext): Promise<EmbedReply> {
    if (truncate === false) await Promise.all(texts.map((text, at) => this.assertFits(text, at, context)));
    const vectors = await Promise.all(texts.map((text) => this.embedder.embed(text, kind, context.signal)));
    const reply = { embedder: this.embedder.id, dimensions: this.embedder.dimensions, vectors: vectors.map(encodeVector) };
    return count === true ? { ...reply, tokens: await this.tokensOf(texts, context) } : reply;
  }

  private async tokensOf(texts: readonly string[], { signal }: RequestContext): Promise<number> {
    const counts = await Promise.all(texts.map((text) => this.embedder.countTokens(text, signal)));
    return counts.reduce((sum, tokens) => sum + Math.min(tokens, this.embedder.maxTokens), 0);
  }

  private async assertFits(text: string, at: number, { signal }: RequestContext): Promise<void> {
    const { maxTokens } = this.embedder;
    if (text.length * MOST_TOKENS_A_CHARACTER + MARKS <= maxTokens) return;
    const tokens = await this.embedder.countTokens(text, signal);
    if (tokens <= maxTokens) return;
    const problem = `text ${at + 1} has ${tokens} tokens; the embedder reads ${maxTokens}. Send less, or truncate: true to have the beginning embedded`;
    throw new AppError('INVALID_ARGUMENT', `The request is not valid: input: ${problem}`, {
      details: { faults: [{ field: 'input', problem }], openAiCode: 'context_length_exceeded' },
    });
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
