import type { CacheStats } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { FalseHits } from '../checking/shadow/false-hits.js';
import { StoredFigures } from '../entries/stored-figures.js';
import { StepStore } from '../ingestion/steps/step-store.port.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';
import { TenantStats } from './tenant-stats.js';

/** The whole service's figures, for operators and other services. */
@Injectable()
export class ServiceStats {
  constructor(
    private readonly own: TenantStats,
    private readonly stored: StoredFigures,
    private readonly falseHits: FalseHits,
    private readonly steps: StepStore,
    private readonly monitor: CacheMonitor,
  ) {}

  /** @param tenant who asks */
  of(tenant: string): CacheStats {
    const { entries, bytes, ...storage } = this.stored.ofAll();
    const { steps, ...counts } = this.monitor.counts();
    return {
      ...{ of: 'service', entries, bytes, ...counts, ...this.own.ownParts(tenant) },
      falseHits: this.falseHits.figures(),
      storage,
      ingestion: { ...steps, ...this.monitor.orElseNow('ingestion', { bytes: 0, rawBytes: 0 }, () => this.steps.figures()) },
    };
  }
}
