const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/** Doubling pauses: a service that dies once is back at once, one that can't start doesn't burn the machine. */
export function restartDelayMs(failuresBefore: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failuresBefore, 16));
}
