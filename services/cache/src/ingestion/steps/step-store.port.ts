export interface StepKey {
  readonly contentHash: string;
  readonly step: 'parse' | 'split' | 'embed';
  /** Everything besides the bytes that the step's result depends on. */
  readonly fingerprint: string;
}

export interface StepFigures {
  /** What the results take as they are kept. */
  readonly bytes: number;
  /** What they took before they were compressed. */
  readonly rawBytes: number;
}

/** Results of ingestion's steps. Bounded by bytes: what was used longest ago goes first. Methods fail when the store is broken. */
export abstract class StepStore {
  /** The bytes that were put, the very same. */
  abstract get(key: StepKey): Promise<Uint8Array | undefined>;
  abstract put(key: StepKey, result: Uint8Array): Promise<void>;
  abstract figures(): StepFigures;
  abstract close(): void;
}
