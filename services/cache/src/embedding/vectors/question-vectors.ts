import { LRUCache } from 'lru-cache';
import type { Embedder } from './embedder.port.js';

const KEPT = 2_000;

/** Vectors of questions: looked up, missed and then stored, a question is embedded once; so are equal ones that come together. */
export class QuestionVectors {
  private readonly vectors = new LRUCache<string, Promise<Float32Array>>({ max: KEPT });

  constructor(private readonly embedder: Embedder) {}

  of(question: string): Promise<Float32Array> {
    const known = this.vectors.get(question);
    if (known) return known;
    // No caller's signal: another caller may wait for the same vector.
    const coming = this.embedder.embed(question, 'question');
    this.vectors.set(question, coming);
    coming.catch(() => this.vectors.delete(question));
    return coming;
  }
}
