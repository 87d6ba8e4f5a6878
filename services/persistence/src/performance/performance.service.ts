import type { PerformanceRecord } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { type PerformancePage, type PerformanceRange, PerformanceStore } from './performance-store.port.js';

@Injectable()
export class PerformanceService {
  constructor(private readonly store: PerformanceStore) {}

  list(range: PerformanceRange): Promise<PerformancePage> {
    return this.store.list(range);
  }

  async append(records: readonly PerformanceRecord[]): Promise<{ written: number }> {
    return { written: await this.store.append(records) };
  }
}
