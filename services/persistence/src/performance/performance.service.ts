import type { PerformanceRecord } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { PerformanceStore } from './performance-store.port.js';

@Injectable()
export class PerformanceService {
  constructor(private readonly store: PerformanceStore) {}

  async append(records: readonly PerformanceRecord[]): Promise<{ written: number }> {
    return { written: await this.store.append(records) };
  }
}
