import type { AgentShare } from '@docmind/contracts';
import { MetricsRegistry } from '@docmind/telemetry';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

/** A name beyond these is counted as "other", so that whoever makes names up can't fill the metrics. */
const MAX_NAMES = 16;
const MAX_TENANTS = 1_000;
const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** Who was served by whose answers. The agent is no part of the scope: sharing is the point, and these are its figures. */
@Injectable()
export class AgentShares {
  private readonly names = new Set<string>();
  private readonly tenants = new LRUCache<string, Map<string, AgentShare>>({ max: MAX_TENANTS });
  private readonly hits;

  constructor(metrics: MetricsRegistry) {
    this.hits = metrics.counter('docmind_cache_agent_hits_total', 'Hits by the agent that asked and the one whose answer it was', [
      'asked_by',
      'stored_by',
    ]);
  }

  count(tenant: string, asking: string | undefined, storing: string | undefined): void {
    const [askedBy, storedBy] = [this.nameOf(asking), this.nameOf(storing)];
    this.hits.inc({ asked_by: askedBy, stored_by: storedBy });
    const shares = this.tenants.get(tenant) ?? new Map<string, AgentShare>();
    const key = `${askedBy} ${storedBy}`;
    const known = shares.get(key);
    shares.set(key, { askedBy, storedBy, hits: (known?.hits ?? 0) + 1 });
    this.tenants.set(tenant, shares);
  }

  of(tenant: string): AgentShare[] {
    return [...(this.tenants.get(tenant)?.values() ?? [])];
  }

  private nameOf(agent: string | undefined): string {
    if (agent === undefined || !NAME.test(agent)) return 'unknown';
    if (this.names.has(agent)) return agent;
    if (this.names.size >= MAX_NAMES) return 'other';
    this.names.add(agent);
    return agent;
  }
}
