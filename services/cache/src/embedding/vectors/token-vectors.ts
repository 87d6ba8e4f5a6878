import { LRUCache } from 'lru-cache';
import type { Embedder, TokenVectors } from './embedder.port.js';

/** About three hundred sentences: those of the passages that are asked about again and again. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** The token vectors of texts that were asked about lately. Equal ones that come together are embedded once. */
export class KeptTokenVectors {
  private readonly kept: LRUCache<string, TokenVectors>;
  private readonly coming = new Map<string, Promise<TokenVectors>>();

  constructor(
    private readonly embedder: Embedder,
    keptBytes = KEPT_BYTES,
  ) {
    this.kept = new LRUCache({ maxSize: keptBytes, sizeCalculation: ({ vectors }) => vectors.byteLength });
  }

  async of(text: string): Promise<TokenVectors> {
    const kept = this.kept.get(text) ?? (await this.coming.get(text));
    if (kept) return kept;
    // No caller's signal: another caller may wait for the same vectors.
    const coming = this.embedder.embedTokens(text).finally(() => this.coming.delete(text));
    this.coming.set(text, coming);
    const vectors = await coming;
    this.kept.set(text, vectors);
    return vectors;
  }
}
