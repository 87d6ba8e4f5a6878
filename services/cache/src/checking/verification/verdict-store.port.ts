import type { PairVerdict } from './pair-verifier.port.js';

/** The exact keys of both questions, in whatever order, and the model that was asked. */
export interface VerdictKey {
  readonly asked: string;
  readonly stored: string;
  readonly model: string;
}

/** Verdicts that were given before. Both may throw when the store is broken; the caller counts that as a fault and goes without. */
export abstract class VerdictStore {
  abstract find(key: VerdictKey): PairVerdict | undefined;
  abstract keep(key: VerdictKey, verdict: PairVerdict): void;
}
