import type { GateDefinition, GateTargets } from './gate.types.js';

const LOOKUPS = 'docmind_cache_lookup_duration_seconds';
const HITS = 'exact|semantic';

/** What two of them ask for is a setting. */
export function cachingGates(targets: GateTargets): readonly GateDefinition[] {
  return [ingestionReduction(targets), repeatedHitRate(targets), ...OTHERS];
}

function ingestionReduction({ ingestionReduction: target }: GateTargets): GateDefinition {
  return {
    id: 'ingestion-reduction',
    title: `A document read before saves ${percent(target)} of the time`,
    group: 'caching',
    source: 'specification',
    target: { above: target },
    unit: 'ratio',
    shownBy: 'npm run bench -- ingest',
  };
}

function repeatedHitRate({ cacheHitRate }: GateTargets): GateDefinition {
  return {
    id: 'repeated-hit-rate',
    title: `${percent(cacheHitRate)} of repeated questions are answered by the cache`,
    group: 'caching',
    source: 'specification',
    target: { above: cacheHitRate },
    unit: 'ratio',
    figure: {
      kind: 'share',
      part: { metric: 'docmind_cache_repeated_lookups_total', where: { result: HITS } },
      of: { metric: 'docmind_cache_repeated_lookups_total' },
    },
    minSamples: 10,
  };
}

const OTHERS: readonly GateDefinition[] = [
  {
    id: 'cache-hit-time',
    title: 'A hit within 10 ms',
    group: 'caching',
    source: 'specification',
    target: { below: 0.01 },
    unit: 'seconds',
    figure: { kind: 'quantile', of: { metric: LOOKUPS, where: { result: HITS } }, quantile: 0.95 },
  },
  {
    id: 'cache-sharing',
    title: 'Sharing between agents costs less than 5 ms: a hit without embedding',
    group: 'caching',
    source: 'specification',
    target: { below: 0.005 },
    unit: 'seconds',
    figure: { kind: 'quantile', of: { metric: LOOKUPS, where: { result: 'exact' } }, quantile: 0.95 },
  },
  {
    id: 'cache-start',
    title: 'The cache starts within 3 s',
    group: 'caching',
    source: 'specification',
    target: { below: 3 },
    unit: 'seconds',
    figure: { kind: 'highest', of: { metric: 'docmind_start_duration_seconds', where: { service: 'cache' } } },
  },
  {
    id: 'cache-availability',
    title: 'The cache is there 99.9 % of the time',
    group: 'caching',
    source: 'specification',
    target: { above: 0.999 },
    unit: 'ratio',
    figure: { kind: 'average', of: { metric: 'docmind_service_up', where: { target: 'cache' } } },
  },
  {
    id: 'cache-storage',
    title: 'Kept steps of ingestion take less than they hold',
    group: 'caching',
    source: 'specification',
    target: { below: 1 },
    unit: 'ratio',
    figure: {
      kind: 'balance',
      part: { metric: 'docmind_cache_ingestion_bytes', where: { form: 'kept' } },
      of: { metric: 'docmind_cache_ingestion_bytes', where: { form: 'raw' } },
    },
  },
  proven('cache-recovery', 'A damaged cache is rebuilt by itself', 'npx vitest run services/cache/src/entries libs/sqlite'),
  proven('cache-consistency', 'All agents and replicas see one cache', 'npx vitest run services/cache/src/replication'),
  proven(
    'cache-eviction',
    'The least recently used go first, and nothing else is lost',
    'npx vitest run services/cache/src/entries/stores',
  ),
  {
    id: 'wrong-hits',
    title: 'Wrong answers among semantic hits are within the budget',
    group: 'caching',
    source: 'docmind',
    target: { atMost: 0 },
    unit: 'ratio',
    figure: { kind: 'highest', of: { metric: 'docmind_cache_false_hit_excess_ratio' } },
  },
];

function proven(id: string, title: string, shownBy: string): GateDefinition {
  return { id, title, group: 'caching', source: 'specification', target: { atLeast: 1 }, unit: 'ratio', shownBy };
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
