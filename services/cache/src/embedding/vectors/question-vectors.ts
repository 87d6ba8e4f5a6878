import { within } from '@docmind/errors';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CacheMonitor } from '../../monitoring/cache-monitor.js';
import { Embedder } from './embedder.port.js';

const KEPT = 2_000;

/** Vectors of questions: looked up, missed and then stored, a question is embedded once; so are equal ones that come together. */
@Injectable()
export class QuestionVectors {
  private readonly vectors = new LRUCache<string, Promise<Float32Array>>({ max: KEPT });

  constructor(
    private readonly embedder: Embedder,
    private readonly monitor: CacheMonitor,
  ) {}

  /** Undefined when the embedder is down or slower than this: that is a fault. */
  of(question: string, timeoutMs: number): Promise<Float32Array | undefined> {
    return this.monitor.orElse('embedder', undefined, () => within(this.coming(question), timeoutMs));
  }

  private coming(question: string): Promise<Float32Array> {
    const known = this.vectors.get(question);
    if (known) return known;
    // No caller's signal: another caller may wait for the same vector.
    const coming = this.embedder.embed(question, 'question');
    this.vectors.set(question, coming);
    coming.catch(() => this.vectors.delete(question));
    return coming;
  }
}
