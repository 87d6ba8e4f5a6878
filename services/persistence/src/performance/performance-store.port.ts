import type { PerformanceRecord } from '@docmind/contracts';

export interface PerformanceRange {
  /** ISO; records of `to` itself are not in it. */
  readonly from: string;
  readonly to: string;
  /** Where the last page ended; 0 for the first. */
  readonly after: number;
  readonly limit: number;
}

export interface PerformancePage {
  readonly records: PerformanceRecord[];
  /** Where the next page begins; absent where this is the last. */
  readonly after?: number;
}

export abstract class PerformanceStore {
  /** All in one transaction; a record whose id is there already is left alone. @returns how many were new. */
  abstract append(records: readonly PerformanceRecord[]): Promise<number>;
  /** In the order in which they were written. */
  abstract list(range: PerformanceRange): Promise<PerformancePage>;
  /** @returns how many records older than `before` (ISO) were removed. */
  abstract removeOlderThan(before: string): Promise<number>;
  /** The oldest beyond so many. @returns how many */
  abstract removeBeyond(maxRecords: number): Promise<number>;
}
