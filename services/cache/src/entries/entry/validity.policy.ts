import type { CacheEntry, Lifetime } from './cache-entry.js';

/** The clocks of two machines differ by less. An entry from further ahead was made before this clock was set back. */
const CLOCK_SKEW_MS = 60_000;

/**
 * True when the time of an entry is over. Its time counts from when it was stored. An entry from the future means that the clock was set back:
 * its age is unknown and its end too far away, so it counts as expired until the clock has caught up.
 */
export function isExpired({ createdAtMs, expiresAtMs }: Lifetime, nowMs: number): boolean {
  return expiresAtMs <= nowMs || createdAtMs > newestCreation(nowMs);
}

export function newestCreation(nowMs: number): number {
  return nowMs + CLOCK_SKEW_MS;
}

/** True when an entry is older than the caller takes. */
export function isTooOld({ createdAtMs }: Pick<Lifetime, 'createdAtMs'>, nowMs: number, maxAgeSeconds: number | undefined): boolean {
  return maxAgeSeconds !== undefined && Math.max(0, nowMs - createdAtMs) > maxAgeSeconds * 1000;
}

/**
 * False when the documents behind an entry may have changed, as seen by a caller who knows the corpus as of `callerEpoch`. An entry is current
 * when nothing changed since it was made, or when this cache has heard of every change up to then and the entry outlived them.
 */
export function isCurrent(
  entry: Pick<CacheEntry, 'fromDocuments' | 'epoch'>,
  callerEpoch: number | undefined,
  seenEpoch: () => number,
): boolean {
  if (!entry.fromDocuments || callerEpoch === undefined || entry.epoch >= callerEpoch) return true;
  return seenEpoch() >= callerEpoch;
}
