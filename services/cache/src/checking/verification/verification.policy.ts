export type VerifyMode = 'off' | 'async' | 'sync';

export interface DoubtfulPair {
  /** The estimated chance that the stored answer is right. */
  readonly probability: number;
  readonly questionChars: number;
  readonly answerChars: number;
}
export interface VerificationLimits {
  /** What a verification usually takes; undefined before the first. */
  readonly usualMs: number | undefined;
  readonly limitMs: number;
  /** Until nobody waits for the lookup any more. */
  readonly remainingMs: number;
}

/** Below even odds a "same" of a fallible model would more often be its mistake than the truth. */
export const VERIFY_FLOOR = 0.5;

const CHARS_PER_TOKEN = 4;
const TASK_TOKENS = 90;
/** So many tokens are read in the time in which one is written, on a CPU as on a GPU. A low estimate: where it errs, the model is asked later. */
const READ_PER_WRITTEN = 8;

/**
 * Whether the model is asked about a pair that guards let pass and the budget doesn't: not at all, later for the next time, or now. Now only
 * where asking costs less than the answer it may save, and where it will be there before the caller leaves.
 */
export function verificationFor(mode: VerifyMode, pair: DoubtfulPair, limits: VerificationLimits): 'no' | 'later' | 'now' {
  if (mode === 'off' || pair.probability < VERIFY_FLOOR) return 'no';
  if (mode === 'async') return 'later';
  const isCheaper = costOfAsking(pair) < pair.answerChars / CHARS_PER_TOKEN;
  const neededMs = Math.min(limits.usualMs ?? limits.limitMs, limits.limitMs) * 2;
  return isCheaper && neededMs <= limits.remainingMs ? 'now' : 'later';
}

/** In tokens written. */
function costOfAsking({ questionChars }: DoubtfulPair): number {
  return (TASK_TOKENS + questionChars / CHARS_PER_TOKEN) / READ_PER_WRITTEN + 2;
}
