/** What one source's verdicts amount to, in log-odds. */
export interface SourceShare {
  readonly source: string;
  readonly share: number;
}

/**
 * Keeps what verdicts amount to, for each calibration apart: another one starts from nothing. Methods may throw when the store is broken; the
 * caller counts that as a fault and goes on with what it knows.
 */
export abstract class ShiftStore {
  abstract shares(calibration: string): SourceShare[];
  /** Changes one source's share in one step. @returns all shares after it */
  abstract change(calibration: string, source: string, next: (share: number) => number): Promise<SourceShare[]>;
  abstract reset(calibration: string): Promise<void>;
}
