import { Injectable } from '@nestjs/common';
import { CacheSupport } from '../monitoring/cache-support.js';
import type { NearEntry } from './entry/entry-store.port.js';
import { VectorIndex } from './entry/vector-index.port.js';

/** Searches the index, wherever it is. Never throws: an index that fails is a fault. */
@Injectable()
export class NearEntries {
  constructor(
    private readonly index: VectorIndex,
    private readonly support: CacheSupport,
  ) {}

  /** Undefined when the index failed. */
  nearest(scopeKey: string, vector: Float32Array, limit: number): Promise<NearEntry[] | undefined> {
    const search = (): Promise<NearEntry[]> => this.index.nearest(scopeKey, vector, limit);
    const { monitor, circuits } = this.support;
    return this.index.isSeparate ? circuits.qdrant.orElse(undefined, search) : monitor.orElse('store', undefined, search);
  }
}
