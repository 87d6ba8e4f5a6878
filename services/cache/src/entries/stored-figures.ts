import { Injectable } from '@nestjs/common';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { Clock } from '../monitoring/clock.js';
import { EntryStore, type StorageFigures } from './entry/entry-store.port.js';

const NOTHING: StorageFigures = { entries: 0, bytes: 0, evictions: 0, oldestAtMs: undefined };

export interface Stored {
  readonly entries: number;
  readonly bytes: number;
  readonly evictions: number;
  /** The age of the oldest entry; 0 without entries. */
  readonly oldestSeconds: number;
}

/** How much is kept. Never throws: a store that fails holds nothing. */
@Injectable()
export class StoredFigures {
  constructor(
    private readonly store: EntryStore,
    private readonly clock: Clock,
    private readonly monitor: CacheMonitor,
  ) {}

  ofAll(): Stored {
    return this.read(() => this.store.storage());
  }

  /** What made room for others is nobody's. */
  ofTenant(tenant: string): Stored {
    return this.read(() => ({ ...NOTHING, ...this.store.heldBy(tenant) }));
  }

  private read(figures: () => StorageFigures): Stored {
    const { oldestAtMs, ...stored } = this.monitor.orElseNow('store', NOTHING, figures);
    return { ...stored, oldestSeconds: oldestAtMs === undefined ? 0 : Math.max(0, (this.clock.nowMs() - oldestAtMs) / 1000) };
  }
}
