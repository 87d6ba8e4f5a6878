/** A card that was shed for takes requests again only when this much below the threshold, so it doesn't flap. */
const HYSTERESIS = 0.02;

export interface VramReading {
  readonly usedBytes: number;
  readonly totalBytes: number;
}

export interface ShedState {
  readonly isShedding: boolean;
  /** Of the fullest card; undefined while nothing is known. */
  readonly usedFraction: number | undefined;
}

export const NOT_SHEDDING: ShedState = { isShedding: false, usedFraction: undefined };

/**
 * From the last state and the newest readings: shed from the threshold on, until 2 % below it. The fullest card counts, because a model that is
 * spread over cards fails with the first that is full. Without a reading nothing is shed: a tool that hangs must not stop the service.
 */
export function nextShedState(before: ShedState, cards: readonly VramReading[], maxFraction: number): ShedState {
  if (cards.length === 0) return NOT_SHEDDING;
  const usedFraction = Math.max(...cards.map(({ usedBytes, totalBytes }) => usedBytes / totalBytes));
  const limit = before.isShedding ? maxFraction - HYSTERESIS : maxFraction;
  return { isShedding: usedFraction >= limit, usedFraction };
}
