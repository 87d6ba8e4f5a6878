import { LRUCache } from 'lru-cache';

export type LookupResult = 'exact' | 'semantic' | 'miss';
export type Counts = Readonly<Record<LookupResult, number>>;

/** The counts of tenants beyond these begin anew. */
const MAX_TENANTS = 10_000;
const NONE: Counts = { exact: 0, semantic: 0, miss: 0 };

/** Lookups by result, of the service and of each tenant: a tenant may know its own only. */
export class TenantCounts {
  readonly all: Record<LookupResult, number> = { ...NONE };
  private readonly tenants = new LRUCache<string, Record<LookupResult, number>>({ max: MAX_TENANTS });

  count(tenant: string, result: LookupResult): void {
    this.all[result] += 1;
    const known = this.tenants.get(tenant);
    if (known) known[result] += 1;
    else this.tenants.set(tenant, { ...NONE, [result]: 1 });
  }

  of(tenant: string): Counts {
    return this.tenants.get(tenant) ?? NONE;
  }
}
