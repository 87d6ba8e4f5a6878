import type { PerformanceRecord } from '@docmind/contracts';

export abstract class PerformanceStore {
  /** All in one transaction; a record whose id is there already is left alone. @returns how many were new. */
  abstract append(records: readonly PerformanceRecord[]): Promise<number>;
  /** @returns how many records older than `before` (ISO) were removed. */
  abstract removeOlderThan(before: string): Promise<number>;
}
