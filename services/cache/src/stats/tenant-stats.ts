import type { CacheStats } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { AgentShares } from '../answers/agent-shares.js';
import { HitLearning } from '../checking/learning/hit-learning.js';
import { StoredFigures } from '../entries/stored-figures.js';
import { CacheMonitor } from '../monitoring/cache-monitor.js';

/** What a tenant may know: its own figures. */
@Injectable()
export class TenantStats {
  constructor(
    private readonly stored: StoredFigures,
    private readonly monitor: CacheMonitor,
    private readonly learning: HitLearning,
    private readonly shares: AgentShares,
  ) {}

  of(tenant: string): CacheStats {
    const { entries, bytes, oldestSeconds } = this.stored.ofTenant(tenant);
    return { of: 'tenant', entries, bytes, ...this.monitor.countsOf(tenant), ...this.ownParts(tenant), storage: { oldestSeconds } };
  }

  /** Who shared answers with whom, and the tenant's part of the calibration's shift: the tenant's own in the service's figures, too. */
  ownParts(tenant: string): Pick<CacheStats, 'sharing' | 'calibration'> {
    return { sharing: this.shares.of(tenant), calibration: this.learning.figures(tenant) };
  }
}
