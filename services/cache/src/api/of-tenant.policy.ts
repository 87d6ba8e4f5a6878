import type { CacheScope } from '@docmind/contracts';

/** The request of this tenant, whatever came in the body. */
export function ofTenant<Body extends { scope: Omit<CacheScope, 'tenant'> }>(tenant: string, body: Body): Body & { scope: CacheScope } {
  return { ...body, scope: { ...body.scope, tenant } };
}
