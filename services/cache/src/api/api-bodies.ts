import {
  type CacheScope,
  cacheInvalidateRequestSchema,
  cacheLookupRequestSchema,
  cacheScopeSchema,
  cacheStoreRequestSchema,
  feedbackVerdictSchema,
} from '@docmind/contracts';
import { z } from 'zod';

/** Strict, so that a scope part that is misspelt, or a tenant, is a fault and not overlooked. */
const scope = z.strictObject(cacheScopeSchema.omit({ tenant: true }).shape);

/** Only services can report a check. */
export const lookupBody = z.strictObject({ ...cacheLookupRequestSchema.omit({ mayCheck: true }).shape, scope });
export type LookupBody = z.infer<typeof lookupBody>;

export const storeBody = z.strictObject({ ...cacheStoreRequestSchema.shape, scope });
export type StoreBody = z.infer<typeof storeBody>;

export const feedbackBody = z.strictObject(feedbackVerdictSchema.shape);
export type FeedbackBody = z.infer<typeof feedbackBody>;

/** The epoch is persistence's to tell; emptying a tenant has a route and a role of its own. */
export const invalidateBody = z
  .strictObject(cacheInvalidateRequestSchema.omit({ tenant: true, everything: true, epoch: true }).shape)
  .refine((body) => Object.values(body).some((part) => part !== undefined), 'must name entries, documentIds, namespace or model');
export type InvalidateBody = z.infer<typeof invalidateBody>;

/** The request of this tenant, whatever came in the body. */
export function ofTenant<Body extends { scope: Omit<CacheScope, 'tenant'> }>(tenant: string, body: Body): Body & { scope: CacheScope } {
  return { ...body, scope: { ...body.scope, tenant } };
}
