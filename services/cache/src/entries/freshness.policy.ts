/** Clocks of two replicas may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

/**
 * May an entry of this time still be served? Not when it is older than the caller takes. An entry from the future means that the clock was
 * set back: its age is unknown and its end too far away, so it counts as too old until the clock has caught up.
 */
export function isFresh(createdAtMs: number, nowMs: number, maxAgeSeconds: number | undefined): boolean {
  const ageMs = nowMs - createdAtMs;
  if (ageMs < -CLOCK_SKEW_MS) return false;
  return maxAgeSeconds === undefined || Math.max(0, ageMs) <= maxAgeSeconds * 1000;
}
