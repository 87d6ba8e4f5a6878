import { z } from 'zod';
import type { CacheOutcome } from './query.js';

/** How a reply tells what the cache did for it, at every door that answers from the cache. */
export const cacheReplyHeadersSchema = z.object({
  'x-docmind-cache': z.enum(['exact', 'semantic', 'miss', 'bypass']),
  /** Cosine of the two questions, 1 for an exact hit. */
  'x-docmind-cache-similarity': z.string().optional(),
  /** Chance that the answer is right. */
  'x-docmind-cache-probability': z.string().optional(),
  /** Whole seconds since it was stored. */
  'x-docmind-cache-age': z.string().optional(),
  /** For feedback and invalidation. */
  'x-docmind-cache-entry': z.string().optional(),
  /** Why the request went by. */
  'x-docmind-cache-why': z.string().optional(),
});
export type CacheReplyHeaders = z.infer<typeof cacheReplyHeadersSchema>;

type Told = Pick<CacheOutcome, 'result' | 'similarity' | 'probability' | 'ageSeconds' | 'entry'> & { readonly why?: string };

/** A hit explains itself, and a request that went by says why. Chances have four places; an age is the whole seconds that have passed. */
export function cacheHeaders({ result, similarity, probability, ageSeconds, entry, why }: Told): CacheReplyHeaders {
  return {
    'x-docmind-cache': result,
    ...(similarity === undefined ? {} : { 'x-docmind-cache-similarity': similarity.toFixed(4) }),
    ...(probability === undefined ? {} : { 'x-docmind-cache-probability': probability.toFixed(4) }),
    ...(ageSeconds === undefined ? {} : { 'x-docmind-cache-age': String(Math.floor(ageSeconds)) }),
    ...(entry === undefined ? {} : { 'x-docmind-cache-entry': entry }),
    ...(result === 'bypass' && why !== undefined ? { 'x-docmind-cache-why': why } : {}),
  };
}
