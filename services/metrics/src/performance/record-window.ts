import type { PerformanceRecord } from '@docmind/contracts';

export interface WindowLimits {
  readonly windowMs: number;
  readonly maxRecords: number;
}

interface Kept {
  readonly record: PerformanceRecord;
  readonly receivedMs: number;
}

/** The records of the last window, by when they arrived: senders' clocks may differ. */
export class RecordWindow {
  private kept: Kept[] = [];

  constructor(private readonly limits: WindowLimits) {}

  add(records: readonly PerformanceRecord[], nowMs: number): void {
    for (const record of records) this.kept.push({ record, receivedMs: nowMs });
    // Trimmed in large steps, so that a full window doesn't copy itself for every record.
    if (this.kept.length > this.limits.maxRecords * 1.25) this.trim(nowMs);
  }

  at(nowMs: number): PerformanceRecord[] {
    this.trim(nowMs);
    return this.kept.map(({ record }) => record);
  }

  private trim(nowMs: number): void {
    const oldest = nowMs - this.limits.windowMs;
    const firstYoung = this.kept.findIndex(({ receivedMs }) => receivedMs > oldest);
    const young = firstYoung === -1 ? [] : this.kept.slice(firstYoung);
    this.kept = young.slice(-this.limits.maxRecords);
  }
}
