/** The readings of a series within a short time. */
export interface Slot {
  /** Of the first. */
  readonly beganAtMs: number;
  /** Of the last. */
  atMs: number;
  last: number;
  highest: number;
  sum: number;
  count: number;
}

/** Joins the last slot where that began less than `slotMs` ago, else begins another. */
export function addReading(slots: Slot[], value: number, atMs: number, slotMs: number): void {
  const slot = slots.at(-1);
  if (!slot || atMs - slot.beganAtMs >= slotMs) {
    slots.push({ beganAtMs: atMs, atMs, last: value, highest: value, sum: value, count: 1 });
    return;
  }
  Object.assign(slot, { atMs, last: value, highest: Math.max(slot.highest, value), sum: slot.sum + value, count: slot.count + 1 });
}

/**
 * Of a counter, which only grows while its process runs.
 * @param isWhole the process began within the window, so that it counted from 0; an older one counts from its first slot
 */
export function growthOf(slots: readonly Slot[], isWhole: boolean): number {
  return (slots.at(-1)?.last ?? 0) - (isWhole ? 0 : (slots[0]?.last ?? 0));
}
