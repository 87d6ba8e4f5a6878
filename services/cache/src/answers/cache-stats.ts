import type { CacheStats } from '@docmind/contracts';
import type { Clock } from '../monitoring/clock.js';
import type { CacheMonitor } from '../monitoring/cache-monitor.js';
import type { EntryStore, StorageFigures } from '../entries/entry/entry-store.port.js';
import type { HitLearning } from '../checking/learning/hit-learning.js';

/** The whole service's figures are for operators and other services; a tenant's are for itself. */
export type StatsOf = CacheStats['of'];

export interface StatsParts {
  readonly monitor: CacheMonitor;
  readonly clock: Clock;
  readonly store: EntryStore;
  readonly learning: HitLearning;
  readonly ingestion: () => { readonly bytes: number; readonly rawBytes: number };
}

const NOTHING: StorageFigures = { entries: 0, bytes: 0, evictions: 0, oldestAtMs: undefined };

/** Sharing and the tenant's part of the calibration's shift are the asking tenant's own either way. Never throws: a store that fails holds nothing. */
export function statsOf(parts: StatsParts, tenant: string, of: StatsOf): CacheStats {
  const { monitor, learning } = parts;
  const own = { sharing: monitor.shares.of(tenant), calibration: learning.figures(tenant) };
  if (of === 'tenant') {
    const { entries, bytes, oldestAtMs } = read(parts, () => ({ ...NOTHING, ...parts.store.heldBy(tenant) }));
    return { of, entries, bytes, ...monitor.countsOf(tenant), ...own, storage: { oldestSeconds: ageOf(parts, oldestAtMs) } };
  }
  const { entries, bytes, evictions, oldestAtMs } = read(parts, () => parts.store.storage());
  const { steps, ...counts } = monitor.counts();
  return {
    ...{ of, entries, bytes, ...counts, ...own },
    falseHits: monitor.falseHits.figures(),
    storage: { evictions, oldestSeconds: ageOf(parts, oldestAtMs) },
    ingestion: { ...steps, ...parts.ingestion() },
  };
}

function ageOf({ clock }: StatsParts, oldestAtMs: number | undefined): number {
  return oldestAtMs === undefined ? 0 : Math.max(0, (clock.nowMs() - oldestAtMs) / 1000);
}

function read({ monitor }: StatsParts, figures: () => StorageFigures): StorageFigures {
  try {
    return figures();
  } catch (error) {
    monitor.fault('store', error);
    return NOTHING;
  }
}
