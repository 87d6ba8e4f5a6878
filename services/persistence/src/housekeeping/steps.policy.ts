const SHORT_MS = 4;
const LONG_MS = 10;
const MOST_ROWS = 2_000;

/** A first step that is short whatever the rows hold. */
export const FIRST_STEP = 16;

/** Rows of the next step of a long deletion: so many that nobody who waits behind it notices. @param rows of the one before */
export function nextStep(rows: number, tookMs: number): number {
  if (tookMs > LONG_MS) return Math.max(1, Math.floor(rows / 2));
  return tookMs < SHORT_MS ? Math.min(MOST_ROWS, rows * 2) : rows;
}
