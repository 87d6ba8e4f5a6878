import type { Comparison } from './pair-verifier.port.js';

/** The exact keys of both questions, in whatever order, and the model that was asked. */
export interface ComparisonKey {
  readonly asked: string;
  readonly stored: string;
  readonly model: string;
}

/** What was found before. Both may throw when the store is broken; the caller counts that as a fault and goes without. */
export abstract class ComparisonStore {
  abstract find(key: ComparisonKey): Comparison | undefined;
  abstract keep(key: ComparisonKey, comparison: Comparison): void;
}
