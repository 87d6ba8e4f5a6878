import { combinations, MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { LookupResult } from './tenant-counts.js';

/** Keys that are remembered; some 2 MB. */
const MAX_KEYS = 20_000;
const RESULTS = ['exact', 'semantic', 'miss'] as const satisfies readonly LookupResult[];

/** How often a question that was asked before in the same scope, in the same words, is answered by the cache. */
@Injectable()
export class RepeatedQuestions {
  private readonly asked = new LRUCache<string, true>({ max: MAX_KEYS });
  private readonly lookups;

  constructor(metrics: MetricsRegistry) {
    const help = 'Lookups of questions that were looked up before in the same words, by result';
    const known = combinations({ result: RESULTS });
    this.lookups = metrics.counter('docmind_cache_repeated_lookups_total', help, ['result'], known);
  }

  count(exactKey: string, result: LookupResult): void {
    if (this.asked.get(exactKey)) this.lookups.inc({ result });
    this.asked.set(exactKey, true);
  }
}
