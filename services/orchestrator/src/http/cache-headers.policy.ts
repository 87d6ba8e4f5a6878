import type { CacheOutcome } from '@docmind/contracts';

/** A hit explains itself: which tier, how similar, how sure, how old, which entry. */
export function cacheHeaders(cache: CacheOutcome): Record<string, string> {
  const headers: Record<string, string> = { 'x-docmind-cache': cache.result };
  if (cache.similarity !== undefined) headers['x-docmind-similarity'] = cache.similarity.toFixed(4);
  if (cache.probability !== undefined) headers['x-docmind-probability'] = cache.probability.toFixed(4);
  if (cache.ageSeconds !== undefined) headers['x-docmind-age'] = String(Math.round(cache.ageSeconds));
  if (cache.entry !== undefined) headers['x-docmind-entry'] = cache.entry;
  return headers;
}
