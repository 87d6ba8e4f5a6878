import type { PerformanceRecord } from '@docmind/contracts';
import { Injectable } from '@nestjs/common';
import { PerformanceStore } from '../../performance/performance-store.port.js';
import { SqliteDatabase } from './sqlite-database.js';

const INSERT = `INSERT INTO performance_logs (record_id, operation, latency_ms, tokens_processed, timestamp, metrics)
                VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (record_id) DO NOTHING`;

@Injectable()
export class PerformanceRepository extends PerformanceStore {
  constructor(private readonly database: SqliteDatabase) {
    super();
  }

  async append(records: readonly PerformanceRecord[]): Promise<number> {
    return this.database.transaction(() => {
      const insert = this.database.connection.prepare(INSERT);
      const run = ({ id, operation, latencyMs, tokensProcessed, timestamp, metrics }: PerformanceRecord) =>
        insert.run(id, operation, latencyMs, tokensProcessed, timestamp, JSON.stringify(metrics)).changes;
      return records.reduce((written, record) => written + run(record), 0);
    });
  }

  async removeOlderThan(before: string): Promise<number> {
    return this.database.connection.prepare(`DELETE FROM performance_logs WHERE timestamp < ?`).run(before).changes;
  }
}
