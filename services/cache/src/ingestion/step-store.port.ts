export interface StepKey {
  readonly contentHash: string;
  readonly step: 'parse' | 'split' | 'embed';
  /** Everything besides the bytes that the step's result depends on. */
  readonly fingerprint: string;
}

/** Results of ingestion's steps. Bounded by bytes: what was used longest ago goes first. Methods throw when the store is broken. */
export abstract class StepStore {
  abstract get(key: StepKey): Uint8Array | undefined;
  abstract put(key: StepKey, result: Uint8Array): void;
  abstract bytes(): number;
  abstract close(): void;
}
